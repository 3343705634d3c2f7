using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Processing.Raw;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Archive;

public sealed class VerifyArchiveJobTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);

    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly InMemoryArchiveCatalogue _catalogue = new();
    private readonly StoredFiles _files = new();
    private readonly InMemoryAlarmStore _alarms = new();
    private readonly TestMeterFactory _meters = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Run_AllAsRecorded_ProvesThemAndRaisesNothing()
    {
        await ArchiveAsync(Day, 1);
        await ArchiveAsync(Day, 2);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("2 parts with 20 events proved", await RunAsync(new VerifyArchiveArguments(Day, Day)));

        Assert.All(await PartsAsync(), part => Assert.Equal((null, _clock.GetUtcNow()), (part.Problem, part.VerifiedAt)));
        Assert.Empty(await OpenAsync());
    }

    [Theory]
    [InlineData("missing", "its file is missing")]
    [InlineData("replaced", "its file is not the one that was stored")]
    [InlineData("foreign", "its file cannot be used: it has no checksum")]
    [InlineData("rotten", "its file cannot be read: page 3 is damaged")]
    [InlineData("other events", "its file has other events than it should")]
    public async Task Run_FileIsNotWhatItWas_MarksThatPartAndRaisesOneAlarmUntilItIsBack(string damage, string problem)
    {
        var good = await ArchiveAsync(Day, 1);
        var bad = await ArchiveAsync(Day.AddDays(1), 1);
        _files.Damage[bad.Key] = damage;

        Assert.Equal("1 parts proved, 1 damaged: 2025-03-31 part 1", await RunAsync(new VerifyArchiveArguments(Day)));
        await RunAsync(new VerifyArchiveArguments(Day));

        Assert.Equal([(good.Key, null), (bad.Key, problem)], (await PartsAsync()).Select(part => (part.Key, part.Problem)));
        var alarm = Assert.Single(await OpenAsync());
        Assert.Equal((AlarmKind.ArchiveUnproved, bad.Key), (alarm.Kind, alarm.Subject));
        Assert.Equal($"Part 1 of the archived day 2025-03-31, with 10 events, is not proved: {problem}.", alarm.Text);

        _files.Damage.Clear();
        Assert.Equal("1 parts with 10 events proved", await RunAsync(new VerifyArchiveArguments()));
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task Run_BySchedule_ProvesWhatHasNotBeenProvedForAWeek()
    {
        await ArchiveAsync(Day, 1);
        _clock.Advance(TimeSpan.FromDays(6));
        await ArchiveAsync(Day, 2);
        Assert.Null(await RunAsync(new VerifyArchiveArguments()));

        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("1 parts with 10 events proved", await RunAsync(new VerifyArchiveArguments()));
        Assert.Null(await RunAsync(new VerifyArchiveArguments()));
    }

    [Fact]
    public async Task Run_NothingArchived_SaysSo() =>
        Assert.Equal("Nothing is archived in these days", await RunAsync(new VerifyArchiveArguments(Day, Day)));

    private async Task<ArchivedPart> ArchiveAsync(DateOnly day, int generation)
    {
        var part = new ArchivedPart
        {
            Day = day,
            Generation = generation,
            Key = $"events/dt={day:yyyy-MM-dd}/part-{generation}.parquet",
            Rows = 10,
            Bytes = 4,
            Sha256 = "aa",
            ContentHash = "bb",
            First = Builders.Noon,
            Last = Builders.Noon,
            SchemaVersion = 1,
            ArchivedAt = _clock.GetUtcNow(),
            VerifiedAt = _clock.GetUtcNow(),
        };
        return await _catalogue.RecordAsync(part, Token);
    }

    private Task<IReadOnlyList<ArchivedPart>> PartsAsync() => _catalogue.GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);

    private async Task<IReadOnlyList<Alarm>> OpenAsync() =>
        [.. (await _alarms.ListAsync(isOpen: true, after: null, 9, Token)).Select(kept => kept.Alarm)];

    private Task<string?> RunAsync(VerifyArchiveArguments arguments)
    {
        var reconciler = new AlarmReconciler(
            _alarms, new StoredAlarms(_alarms, new PipelineMetrics(_meters), _clock, NullLogger<StoredAlarms>.Instance));
        return new VerifyArchiveJob(_catalogue, new PartProver(_files, _files), new ArchiveAlarms(_catalogue, reconciler), _clock)
            .RunAsync(arguments, new JobProgress(_clock, (_, _) => Task.CompletedTask), Token);
    }

    /// <summary>Files as recorded by <see cref="ArchiveAsync"/>, except those that are damaged.</summary>
    private sealed class StoredFiles : IArchiveFiles, IPartFormat
    {
        private string _opened = "";

        public Dictionary<string, string> Damage { get; } = [];

        public int SchemaVersion => 1;

        public Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult(DamageOf(key) switch
        {
            "missing" => null,
            "foreign" => throw new PermanentStorageException("it has no checksum"),
            "replaced" => new ArchiveFile(key, 4, "ab"),
            _ => new ArchiveFile(key, 4, "aa"),
        });

        public Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken)
        {
            _opened = key;
            return Task.FromResult<FileStream?>(File.OpenRead(typeof(StoredFiles).Assembly.Location));
        }

        public Task<PartContent> ExamineAsync(string path, CancellationToken cancellationToken) => DamageOf(_opened) switch
        {
            "rotten" => Task.FromException<PartContent>(new UnreadablePartException("page 3 is damaged")),
            "other events" => Task.FromResult(new PartContent(10, Builders.Noon, Builders.Noon, "bc")),
            _ => Task.FromResult(new PartContent(10, Builders.Noon, Builders.Noon, "bb")),
        };

        public Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PartContent> WriteAsync(string path, IAsyncEnumerable<RawEvent> events, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private string? DamageOf(string key) => Damage.GetValueOrDefault(key);
    }
}
