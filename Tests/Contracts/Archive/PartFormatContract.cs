using System.Text;
using CsCheck;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Archive;

/// <summary>What <see cref="IPartFormat"/> promises, whatever the files are.</summary>
public abstract class PartFormatContract : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pipeline-").FullName;
    private int _named;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected string Data => Path.Combine(_directory, "data");

    private protected abstract IPartFormat Format { get; }

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public Task Write_AnyEvents_AreFoundInTheFile() =>
        RawEventGen.OfOneDay.SampleAsync(
            async events =>
            {
                var (path, written) = await WriteAsync(events);

                var expected = events.Length == 0
                    ? (0, default, default)
                    : (events.Length, events.Min(raw => raw.Event.Timestamp), events.Max(raw => raw.Event.Timestamp));
                Assert.Equal(expected, (written.Rows, written.First, written.Last));
                Assert.Equal(written, await Format.ExamineAsync(path, Token));
                File.Delete(path);
            },
            iter: 100,
            threads: 1);

    [Fact]
    public async Task Write_OtherOrder_HasTheSameContentHash()
    {
        RawEvent[] events = [.. RawEvents.Many(500)];
        var (_, one) = await WriteAsync(events);

        Random.Shared.Shuffle(events);

        Assert.Equal(one, (await WriteAsync(events)).Content);
    }

    public static TheoryData<string> Fields => ["EventId", "Timestamp", "UserId", "SessionId", "EventType", "Page", "Metadata", "Origin", "Boundary"];

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Write_OneFieldDiffers_HasAnotherContentHash(string field)
    {
        var one = RawEvents.Of(1);
        var e = one.Event;
        var other = field switch
        {
            "EventId" => one with { Event = e with { EventId = Guid.NewGuid() } },
            "Timestamp" => one with { Event = e with { Timestamp = e.Timestamp.AddMilliseconds(1) } },
            "UserId" => one with { Event = e with { UserId = "u2" } },
            "SessionId" => one with { Event = e with { SessionId = "s2" } },
            "EventType" => one with { Event = e with { EventType = "SEARCH" } },
            "Page" => one with { Event = e with { Page = "/" } },
            "Metadata" => one with { Event = e with { Metadata = default } },
            "Origin" => one with { Origin = one.Origin + 1 },
            // The same characters in a row, divided otherwise.
            _ => one with { Event = e with { EventType = e.EventType + "/", Page = e.Page[1..] } },
        };
        var rest = RawEvents.Of(2, "u3");

        Assert.NotEqual((await WriteAsync([one, rest])).Content.ContentHash, (await WriteAsync([other, rest])).Content.ContentHash);
    }

    [Fact]
    public async Task Write_SourceFails_LeavesNothingAndThrowsItsError()
    {
        var path = NextPath();

        await Assert.ThrowsAsync<TimeoutException>(() => Format.WriteAsync(path, Failing(), Token));

        AssertNothingLeft(path);

        static async IAsyncEnumerable<RawEvent> Failing()
        {
            yield return RawEvents.Of(1);
            await Task.CompletedTask;
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task Write_CancelledMeanwhile_LeavesNothing()
    {
        var path = NextPath();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var events = RawEvents.Many(5_000).Select((raw, index) =>
        {
            if (index == 4_000)
            {
                cancellation.Cancel();
            }

            return raw;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Format.WriteAsync(path, RawEvents.Stream(events), cancellation.Token));

        AssertNothingLeft(path);
    }

    [Fact]
    public async Task Write_FileIsThere_KeepsIt()
    {
        var path = NextPath();
        await File.WriteAllTextAsync(path, "mine", Token);

        await Assert.ThrowsAsync<TransientStorageException>(() => Format.WriteAsync(path, RawEvents.Stream([RawEvents.Of(1)]), Token));

        Assert.Equal("mine", await File.ReadAllTextAsync(path, Token));
    }

    [Fact]
    public async Task Write_DirectoryIsMissing_IsTransient() =>
        await Assert.ThrowsAsync<TransientStorageException>(
            () => Format.WriteAsync(Path.Combine(NextPath(), "part"), RawEvents.Stream([RawEvents.Of(1)]), Token));

    [Fact]
    public async Task Write_TwoDays_IsRefused()
    {
        var path = NextPath();

        await Assert.ThrowsAsync<ArgumentException>(() => Format.WriteAsync(
            path, RawEvents.Stream([RawEvents.Of(1), RawEvents.Of(2, day: RawEvents.Day.AddDays(1))]), Token));

        AssertNothingLeft(path);
    }

    [Theory]
    [InlineData(true, "{}")]
    [InlineData(false, "{\"query\":\"\u00ff\"}")]
    public async Task Write_NoUnicode_IsRefusedForGood(bool unpairedSurrogate, string latin1Metadata)
    {
        var path = NextPath();
        var raw = RawEvents.Of(1, unpairedSurrogate ? "\ud800" : "u");
        raw = raw with { Event = raw.Event with { Metadata = Encoding.Latin1.GetBytes(latin1Metadata) } };

        await Assert.ThrowsAsync<PermanentStorageException>(() => Format.WriteAsync(path, RawEvents.Stream([raw]), Token));

        AssertNothingLeft(path);
    }

    [Fact]
    public async Task Examine_MissingFile_IsUnreadable() =>
        await Assert.ThrowsAsync<UnreadablePartException>(() => Format.ExamineAsync(NextPath(), Token));

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-100)]
    public async Task Examine_TruncatedFile_IsUnreadable(int length)
    {
        var (path, _) = await WriteAsync([.. RawEvents.Many(200)]);
        await using (var file = File.OpenWrite(path))
        {
            file.SetLength(length < 0 ? file.Length + length : length);
        }

        await Assert.ThrowsAsync<UnreadablePartException>(() => Format.ExamineAsync(path, Token));
    }

    [Fact]
    public async Task Examine_FlippedBits_AreNeverTakenForTheEvents()
    {
        const int Step = 29;
        var (path, written) = await WriteAsync([.. RawEvents.Many(200)]);
        var whole = await File.ReadAllBytesAsync(path, Token);
        var unnoticed = 0;
        for (var at = 0; at < whole.Length; at += Step)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= (byte)(1 << at % 8);
            await File.WriteAllBytesAsync(path, flipped, Token);
            try
            {
                if (await Format.ExamineAsync(path, Token) == written)
                {
                    unnoticed++;
                    await AssertSameEventsOrRefusedAsync(path, RawEvents.Many(200));
                }
            }
            catch (UnreadablePartException)
            {
                // That is what it should be.
            }
        }

        // In a file as small as this, many bytes are about the file and not about the events.
        Assert.InRange(unnoticed, 0, whole.Length / Step / 3);
    }

    /// <summary>Writes events in the order given.</summary>
    private protected async Task<(string Path, PartContent Content)> WriteAsync(IReadOnlyCollection<RawEvent> events)
    {
        var path = NextPath();
        return (path, await Format.WriteAsync(path, RawEvents.Stream(events), Token));
    }

    /// <summary>Asserts that another reader of the file finds these events, if it reads the file at all.</summary>
    private protected abstract Task AssertSameEventsOrRefusedAsync(string path, IEnumerable<RawEvent> events);

    /// <summary>Asserts that what was needed for writing is gone.</summary>
    private protected abstract void AssertNoScratch();

    private string NextPath() => Path.Combine(_directory, $"part-{_named++}");

    private void AssertNothingLeft(string path)
    {
        Assert.False(File.Exists(path));
        AssertNoScratch();
    }
}
