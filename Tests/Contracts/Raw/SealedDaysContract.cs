using System.Text;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Raw;

/// <summary>What <see cref="ISealedDays"/> promises, whatever lies behind it.</summary>
public abstract class SealedDaysContract
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly SealedDay First = new(Day, 1);
    private static readonly SealedDay Second = new(Day, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens both stores on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<(IRawStore Raw, ISealedDays Sealed)> CreateAsync();

    [Fact]
    public async Task Seal_OpenDay_BecomesTheGenerationUnchanged()
    {
        var (raw, days) = await CreateAsync();
        var events = await InsertAsync(raw, EventAt(Noon), EventAt(Noon.AddMilliseconds(1)) with { Metadata = default });

        await days.SealAsync(First, Token);

        Assert.Equal([First], await days.GetAsync(Day, Day, Token));
        Assert.Equal(2, await days.CountAsync(First, Token));
        AssertSame(events, await ReadAsync(days, First));
        AssertSame(events, await days.FindAsync(First, KeysOf(events), Token));
    }

    [Fact]
    public async Task Seal_OpenDay_IsNoLongerOpen()
    {
        var (raw, days) = await CreateAsync();
        var events = await InsertAsync(raw, EventAt(Noon));
        await InsertAsync(raw, EventAt(Noon.AddDays(1)));

        await days.SealAsync(First, Token);

        Assert.Equal([Day.AddDays(1)], await raw.GetDaysAsync(Token));
        Assert.Equal(0, await raw.CountAsync(Day, Token));
        Assert.Equal(Noon.AddDays(1), await raw.FindFirstAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
        Assert.Empty(await raw.ReadAsync(Noon, Noon.AddHours(1), Token).ToListAsync(Token));
        Assert.Empty(await raw.ReadAsync(KeysOf(events), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Seal_NothingStored_MakesNoGeneration()
    {
        var (raw, days) = await CreateAsync();
        await days.SealAsync(First, Token);

        var events = await InsertAsync(raw, EventAt(Noon.AddDays(1)));
        await raw.RemoveAsync(Day.AddDays(1), events, Token);
        await days.SealAsync(new SealedDay(Day.AddDays(1), 1), Token);

        Assert.Empty(await days.GetAsync(DateOnly.MinValue, DateOnly.MaxValue, Token));
    }

    [Fact]
    public async Task Seal_GenerationExists_LeavesItAndTheOpenDayAlone()
    {
        var (raw, days) = await CreateAsync();
        var early = await InsertAsync(raw, EventAt(Noon));
        await days.SealAsync(First, Token);
        var late = await InsertAsync(raw, EventAt(Noon.AddMilliseconds(1)));

        await days.SealAsync(First, Token);

        AssertSame(early, await ReadAsync(days, First));
        AssertSame(late, await raw.ReadAsync(Noon, Noon.AddHours(1), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Insert_AfterSeal_BeginsAnOpenDayThatBecomesTheNextGeneration()
    {
        var (raw, days) = await CreateAsync();
        var early = await InsertAsync(raw, EventAt(Noon), EventAt(Noon.AddMilliseconds(5)));
        await days.SealAsync(First, Token);

        // The open day knows nothing of what is sealed: the same event is a new one to it.
        var late = await InsertAsync(raw, EventAt(Noon.AddMilliseconds(3)), early[0].Event);
        Assert.Equal([Day], await raw.GetDaysAsync(Token));
        Assert.Equal(2, await raw.CountAsync(Day, Token));

        await days.SealAsync(Second, Token);
        Assert.Equal([First, Second], await days.GetAsync(Day, Day, Token));
        AssertSame(early, await ReadAsync(days, First));
        AssertSame([.. late.OrderBy(raw => raw.Event.Key)], await ReadAsync(days, Second));
    }

    [Fact]
    public async Task Seal_WhileEventsAreInserted_LosesNoneAndTheGenerationNoLongerChanges()
    {
        var (raw, days) = await CreateAsync();
        await InsertAsync(raw, EventAt(Noon));
        var inserting = Enumerable.Range(1, 4).Select(worker => Task.Run(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await InsertAsync(raw, [.. Enumerable.Range(0, 10).Select(ms => EventAt(Noon.AddMilliseconds(ms)))]);
                }
            },
            Token)).ToList();

        await days.SealAsync(First, Token);
        var count = await days.CountAsync(First, Token);
        await Task.WhenAll(inserting);

        Assert.Equal(count, await days.CountAsync(First, Token));
        Assert.Equal(1 + 4 * 20 * 10, count + await raw.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Seal_AtOnceByTwo_MakesOneGeneration()
    {
        var (raw, days) = await CreateAsync();
        var events = await InsertAsync(raw, EventAt(Noon));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => days.SealAsync(First, Token), Token)));

        Assert.Equal([First], await days.GetAsync(Day, Day, Token));
        AssertSame(events, await ReadAsync(days, First));
    }

    [Fact]
    public async Task Get_Ranges_IncludeBothEndsInOrder()
    {
        var (raw, days) = await CreateAsync();
        SealedDay[] all = [new(Day.AddDays(-1), 1), .. Enumerable.Range(1, 11).Select(generation => new SealedDay(Day, generation)), new(Day.AddDays(1), 3)];
        foreach (var day in all)
        {
            await InsertAsync(raw, EventAt(Noon.AddDays(day.Day.DayNumber - Day.DayNumber)));
            await days.SealAsync(day, Token);
        }

        Assert.Equal(all, await days.GetAsync(DateOnly.MinValue, DateOnly.MaxValue, Token));
        Assert.Equal(all[..^1], await days.GetAsync(Day.AddDays(-1), Day, Token));
        Assert.Equal(all[1..^1], await days.GetAsync(Day, Day, Token));
        Assert.Equal(all[^1..], await days.GetAsync(Day.AddDays(1), Day.AddDays(9), Token));
        Assert.Empty(await days.GetAsync(Day.AddDays(2), Day.AddDays(9), Token));
        Assert.Empty(await days.GetAsync(Day, Day.AddDays(-1), Token));
        Assert.Empty(await raw.GetDaysAsync(Token));
    }

    [Fact]
    public async Task Read_Bounds_IncludeFromAndExcludeTo()
    {
        var (raw, days) = await CreateAsync();
        await InsertAsync(raw, [.. new[] { -1, 0, 9, 10 }.Select(ms => EventAt(Noon.AddMilliseconds(ms)))]);
        await days.SealAsync(First, Token);

        var read = await days.ReadAsync(First, Noon, Noon.AddMilliseconds(10), Token).ToListAsync(Token);

        Assert.Equal([Noon, Noon.AddMilliseconds(9)], read.Select(raw => raw.Event.Timestamp));
        Assert.Empty(await days.ReadAsync(First, Noon.AddTicks(1), Noon.AddMilliseconds(9), Token).ToListAsync(Token));
        Assert.Empty(await days.ReadAsync(First, Noon, Noon, Token).ToListAsync(Token));
        Assert.Empty(await days.ReadAsync(First, Noon.AddHours(1), Noon, Token).ToListAsync(Token));
        Assert.Equal(4, await days.ReadAsync(First, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token).CountAsync(Token));
    }

    [Fact]
    public async Task Read_ManyEventsAtOneTime_LosesNoneBetweenPages()
    {
        var (raw, days) = await CreateAsync();
        var events = await InsertAsync(raw, [.. Enumerable.Range(0, 5_000).Select(_ => EventAt(Noon))]);
        await days.SealAsync(First, Token);

        Assert.Equal(KeysOf(events).Order(), (await ReadAsync(days, First)).Select(raw => raw.Event.Key));
    }

    [Fact]
    public async Task Find_SomeOfManyEvents_ReturnsThoseInOrderEachOnce()
    {
        var (raw, days) = await CreateAsync();
        var events = await InsertAsync(raw, [.. Enumerable.Range(0, 5_000).Select(i => EventAt(Noon.AddMilliseconds(i / 2)))]);
        await days.SealAsync(First, Token);
        var wanted = events.Where((_, i) => i % 2 == 0).OrderByDescending(raw => raw.Event.Key).ToList();
        var absent = new[] { EventAt(Noon), EventAt(Noon.AddDays(1)) }.Select(e => e.Key);

        var found = await days.FindAsync(First, [.. KeysOf(wanted), .. absent, wanted[0].Event.Key], Token);

        AssertSame([.. wanted.AsEnumerable().Reverse()], found);
    }

    [Fact]
    public async Task AnyRead_NoSuchGeneration_FindsNothing()
    {
        var (raw, days) = await CreateAsync();
        var events = await InsertAsync(raw, EventAt(Noon));
        await days.SealAsync(First, Token);

        Assert.Equal(0, await days.CountAsync(Second, Token));
        Assert.Empty(await ReadAsync(days, Second));
        Assert.Empty(await days.FindAsync(Second, KeysOf(events), Token));
    }

    [Fact]
    public async Task Drop_Generation_RemovesItAloneAndMayBeRepeated()
    {
        var (raw, days) = await CreateAsync();
        await InsertAsync(raw, EventAt(Noon));
        await days.SealAsync(First, Token);
        await InsertAsync(raw, EventAt(Noon));
        await days.SealAsync(Second, Token);
        await InsertAsync(raw, EventAt(Noon));

        await days.DropAsync(First, Token);
        await days.DropAsync(First, Token);

        Assert.Equal([Second], await days.GetAsync(Day, Day, Token));
        Assert.Equal(
            (0, 1, 1), (await days.CountAsync(First, Token), await days.CountAsync(Second, Token), await raw.CountAsync(Day, Token)));
    }

    [Fact]
    public async Task Read_GenerationDroppedMeanwhile_EndsWithoutError()
    {
        var (raw, days) = await CreateAsync();
        await InsertAsync(raw, [.. Enumerable.Range(0, 5_000).Select(i => EventAt(Noon.AddMilliseconds(i)))]);
        await days.SealAsync(First, Token);

        var count = 0;
        await foreach (var _ in days.ReadAsync(First, Noon, Noon.AddHours(1), Token))
        {
            if (count++ == 0)
            {
                await days.DropAsync(First, Token);
            }
        }

        Assert.InRange(count, 1, 5_000);
    }

    [Fact]
    public async Task ReadOpenDay_SealedMeanwhile_EndsWithoutError()
    {
        var (raw, days) = await CreateAsync();
        await InsertAsync(raw, [.. Enumerable.Range(0, 5_000).Select(i => EventAt(Noon.AddMilliseconds(i)))]);

        var count = 0;
        await foreach (var _ in raw.ReadAsync(Noon, Noon.AddHours(1), Token))
        {
            if (count++ == 0)
            {
                await days.SealAsync(First, Token);
            }
        }

        Assert.InRange(count, 1, 5_000);
        Assert.Equal(5_000, await days.CountAsync(First, Token));
    }

    [Fact]
    public async Task Seal_ThenReopen_KeepsGenerations()
    {
        var (raw, days) = await CreateAsync();
        var early = await InsertAsync(raw, EventAt(Noon));
        await days.SealAsync(First, Token);
        var late = await InsertAsync(raw, EventAt(Noon));

        (raw, days) = await CreateAsync();

        Assert.Equal([First], await days.GetAsync(Day, Day, Token));
        AssertSame(early, await ReadAsync(days, First));
        AssertSame(late, await raw.ReadAsync(Noon, Noon.AddHours(1), Token).ToListAsync(Token));
    }

    private static Event EventAt(DateTimeOffset time) =>
        new(Guid.NewGuid(), time, "user", "session", EventTypes.PageView, "/", Encoding.UTF8.GetBytes("""{"device":"mobile"}"""));

    /// <summary>Stores events of one day, each with an origin of its own, and returns them with it.</summary>
    private static async Task<IReadOnlyList<RawEvent>> InsertAsync(IRawStore store, params Event[] events)
    {
        List<RawEvent> raw = [.. events.Select((e, i) => new RawEvent(e, i + 1))];
        var outcomes = await store.InsertAsync(events[0].UtcDay, raw, Token);
        Assert.All(outcomes, outcome => Assert.Equal(InsertOutcome.Stored, outcome));
        return raw;
    }

    private static async Task<List<RawEvent>> ReadAsync(ISealedDays days, SealedDay day) =>
        await days.ReadAsync(day, Noon.AddHours(-1), Noon.AddHours(1), Token).ToListAsync(Token);

    private static List<EventKey> KeysOf(IEnumerable<RawEvent> events) => [.. events.Select(raw => raw.Event.Key)];

    private static void AssertSame(IReadOnlyList<RawEvent> expected, IReadOnlyList<RawEvent> actual)
    {
        Assert.Equal(expected.Select(Comparable), actual.Select(Comparable));

        // A record's own equality does not compare the metadata's bytes.
        static (Event, string, long) Comparable(RawEvent raw) =>
            (raw.Event with { Metadata = default }, Encoding.UTF8.GetString(raw.Event.Metadata.Span), raw.Origin);
    }
}
