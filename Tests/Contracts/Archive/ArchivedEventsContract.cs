using System.Security.Cryptography;
using CsCheck;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Archive;

/// <summary>What <see cref="IArchivedEvents"/> promises, whatever it reads with and wherever the files lie.</summary>
public abstract class ArchivedEventsContract : IDisposable
{
    private static readonly (DateTimeOffset From, DateTimeOffset To) Always = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private readonly string _directory = Directory.CreateTempSubdirectory("pipeline-").FullName;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected string Data => Path.Combine(_directory, "it's [data]");

    private protected abstract IArchiveFiles Files { get; }

    private protected abstract IPartFormat Format { get; }

    private protected abstract IArchivedEvents Events { get; }

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public Task Read_AnyEventsAndRange_AreThoseInTheRangeByUserThenTimeThenId() =>
        Gen.Select(RawEventGen.OfOneDay, Gen.Int, Gen.Int, Gen.Bool).SampleAsync(
            async (events, first, last, always) =>
            {
                var part = await ArchiveAsync(events);
                var (from, to) = always || events.Length == 0 ? Always : (TimeOf(first), TimeOf(last));

                var read = await ReadAsync(part, from, to);

                Assert.Equal(
                    events.Where(raw => raw.Event.Timestamp >= from && raw.Event.Timestamp < to).Order(RawEvents.PartOrder).Select(RawEvents.Show),
                    read);

                DateTimeOffset TimeOf(int number) => events[(uint)number % events.Length].Event.Timestamp;
            },
            iter: 30,
            threads: 1);

    [Fact]
    public Task Find_AnyKeys_AreThoseThatAreThereByTimeThenId() =>
        Gen.Select(RawEventGen.OfOneDay, RawEventGen.OfOneDay, Gen.Int[0, 60]).SampleAsync(
            async (events, others, count) =>
            {
                var part = await ArchiveAsync(events);
                EventKey[] keys = [.. events.Take(count).Concat(others).Select(raw => raw.Event.Key)];
                // The other event at the same time, and the same id at another time.
                keys = [.. keys, .. keys.Take(3).Select(key => key with { EventId = Guid.NewGuid() }), .. keys.Take(1)];

                var found = await Events.FindAsync(part, keys, Token);

                Assert.Equal(
                    events.Where(raw => keys.Contains(raw.Event.Key)).OrderBy(raw => raw.Event.Key).Select(RawEvents.Show),
                    found.Select(RawEvents.Show));
            },
            iter: 30,
            threads: 1);

    [Fact]
    public Task FindOfUser_AnyEvents_AreThoseOfThatUserByTimeThenId() =>
        Gen.Select(RawEventGen.OfOneDay, Gen.Int, Gen.Int[1, 10]).SampleAsync(
            async (events, number, limit) =>
            {
                var part = await ArchiveAsync(events);
                var user = events.Length == 0 ? "nobody" : events[(uint)number % events.Length].Event.UserId;

                var found = await Events.FindOfUserAsync([part], user, Always.From, Always.To, limit, Token);

                Assert.Equal(
                    events.Where(raw => raw.Event.UserId == user).OrderBy(raw => raw.Event.Key).Take(limit).Select(RawEvents.Show),
                    found.Events.Select(RawEvents.Show));
                Assert.Empty(found.Damaged);
            },
            iter: 30,
            threads: 1);

    [Fact]
    public async Task Read_ManyEvents_ReadsAll()
    {
        RawEvent[] events = [.. RawEvents.Many(100_000)];
        var part = await ArchiveAsync(events);

        Assert.Equal(events.Order(RawEvents.PartOrder).Select(RawEvents.Show), await ReadAsync(part, Always.From, Always.To));
        Assert.Equal(
            RawEvents.Show(events[77_777]), RawEvents.Show(Assert.Single(await Events.FindAsync(part, [events[77_777].Event.Key], Token))));
    }

    [Fact]
    public async Task FindOfUser_ManyParts_MergesThemInTheRange()
    {
        var parts = new List<ArchivedPart>();
        for (var day = 0; day < 5; day++)
        {
            var date = RawEvents.Day.AddDays(day);
            parts.Add(await ArchiveAsync(
                [RawEvents.Of(10 * day, "a", date), RawEvents.Of(10 * day + 1, "b", date, 7), RawEvents.Of(10 * day + 2, "b", date, 3)]));
        }

        parts.Reverse();
        var start = new DateTimeOffset(RawEvents.Day, TimeOnly.MinValue, TimeSpan.Zero);

        var found = await Events.FindOfUserAsync(parts, "b", start.AddSeconds(3).AddTicks(1), start.AddDays(3).AddSeconds(7), 5, Token);

        Assert.Equal([1, 12, 11, 22, 21], found.Events.Select(raw => raw.Origin / 1_000_003));
    }

    [Fact]
    public async Task FindOfUser_NoParts_FindsNothing() =>
        Assert.Empty((await Events.FindOfUserAsync([], "b", Always.From, Always.To, 5, Token)).Events);

    [Theory]
    [InlineData(Damage.Missing)]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Altered)]
    [InlineData(Damage.NoPart)]
    public async Task AnyCall_DamagedPart_SaysSoAndReadsTheOthers(Damage damage)
    {
        var whole = await ArchiveAsync([RawEvents.Of(1, "b"), RawEvents.Of(2, "c")]);
        var damaged = await DamageAsync(damage);

        var ofRead = await Assert.ThrowsAsync<DamagedPartException>(() => ReadAsync(damaged, Always.From, Always.To));
        var ofFind = await Assert.ThrowsAsync<DamagedPartException>(() => Events.FindAsync(damaged, [RawEvents.Of(1).Event.Key], Token));
        var found = await Events.FindOfUserAsync([damaged, whole], "b", Always.From, Always.To, 10, Token);

        Assert.Equal([RawEvents.Show(RawEvents.Of(1, "b"))], found.Events.Select(RawEvents.Show));
        Assert.All(
            [ofRead, ofFind, Assert.Single(found.Damaged)],
            exception =>
            {
                Assert.Equal((damaged.Day, damaged.Generation), (exception.Day, exception.Generation));
                Assert.Contains(damaged.Key, exception.Problem, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        var part = await ArchiveAsync([.. RawEvents.Many(1_000)]);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Events.ReadAsync(part, Always.From, Always.To, cancellation.Token).CountAsync(cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Events.FindOfUserAsync([part], "b", Always.From, Always.To, 10, cancellation.Token));
    }

    /// <summary>Writes events to a part and stores it.</summary>
    private async Task<ArchivedPart> ArchiveAsync(IReadOnlyCollection<RawEvent> events)
    {
        var path = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        var content = await Format.WriteAsync(path, RawEvents.Stream(events), Token);
        var day = content.Rows == 0 ? RawEvents.Day : DateOnly.FromDateTime(content.First.UtcDateTime);
        return await StoreAsync(path, day, content);
    }

    private async Task<ArchivedPart> StoreAsync(string path, DateOnly day, PartContent content)
    {
        var part = new ArchivedPart
        {
            Day = day,
            Generation = 1,
            Key = $"events/dt={day:yyyy-MM-dd}/part-{Guid.NewGuid():N}.parquet",
            Rows = content.Rows,
            Bytes = new FileInfo(path).Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, Token))),
            ContentHash = content.ContentHash,
            First = content.First,
            Last = content.Last,
            SchemaVersion = Format.SchemaVersion,
            ArchivedAt = DateTimeOffset.UnixEpoch,
            VerifiedAt = DateTimeOffset.UnixEpoch,
        };
        await Files.PutIfAbsentAsync(part.Key, path, Token);
        File.Delete(path);
        return part;
    }

    private async Task<ArchivedPart> DamageAsync(Damage damage)
    {
        var day = RawEvents.Day.AddDays(1);
        var part = await ArchiveAsync([RawEvents.Of(1, "b", day), RawEvents.Of(2, "c", day)]);
        // Keys of that day are possible in the part.
        part = part with { First = DateTimeOffset.UnixEpoch };
        var path = Path.Combine(_directory, "damaged");
        var bytes = await BytesOfAsync(part.Key);
        switch (damage)
        {
            case Damage.Missing:
                await Files.DeleteAsync(part.Key, Token);
                return part;
            case Damage.Truncated:
                await ReplaceAsync(bytes[..^7]);
                return part;
            case Damage.Altered:
                bytes[bytes.Length / 2] ^= 1;
                await ReplaceAsync(bytes);
                return part;
            default:
                // What was catalogued never was a part.
                await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)7, 1_000)], Token);
                return (await StoreAsync(path, day, new PartContent(2, part.First, part.Last, part.ContentHash))) with { First = part.First };
        }

        async Task ReplaceAsync(byte[] content)
        {
            await Files.DeleteAsync(part.Key, Token);
            await File.WriteAllBytesAsync(path, content, Token);
            await Files.PutIfAbsentAsync(part.Key, path, Token);
        }
    }

    private async Task<byte[]> BytesOfAsync(string key)
    {
        await using var file = await Files.OpenReadAsync(key, Token);
        using var bytes = new MemoryStream();
        await file!.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }

    private async Task<List<string>> ReadAsync(ArchivedPart part, DateTimeOffset from, DateTimeOffset to) =>
        await Events.ReadAsync(part, from, to, Token).Select(RawEvents.Show).ToListAsync(Token);

    public enum Damage
    {
        Missing,
        Truncated,
        Altered,
        NoPart,
    }
}
