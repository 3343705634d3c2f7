using System.Text;
using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Raw;

/// <summary>What <see cref="IRawStore"/> promises, whatever lies behind it.</summary>
public abstract class RawStoreContract
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IRawStore> CreateAsync();

    [Fact]
    public async Task Insert_NewEvents_AreStoredAndReadBackUnchanged()
    {
        var store = await CreateAsync();
        var plain = EventAt(Noon, metadata: "");
        var rich = EventAt(Noon.AddMilliseconds(1), metadata: """{ "query":"ünï🛒", "n":1.50 }""") with
        {
            UserId = "ü'ser\"%_",
            SessionId = "s 🛒",
            EventType = "SEARCH",
            Page = "/a?b=c&d=é",
        };

        Assert.Equal([InsertOutcome.Stored, InsertOutcome.Stored], await InsertAsync(store, plain, rich));

        var read = await ReadAsync(store, Noon, Noon.AddSeconds(1));
        Assert.Equal(2, read.Count);
        AssertSame(plain, read[0]);
        AssertSame(rich, read[1]);
    }

    [Fact]
    public async Task Insert_SameOriginAgain_IsStoredOnce()
    {
        var store = await CreateAsync();
        var raw = new RawEvent(EventAt(Noon), 7);
        await store.InsertAsync(Day, [raw], Token);

        Assert.Equal([InsertOutcome.Stored], await store.InsertAsync(Day, [raw], Token));
        Assert.Equal(1, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Insert_OtherOrigin_IsDuplicateAndFirstStays()
    {
        var store = await CreateAsync();
        var first = EventAt(Noon);
        await store.InsertAsync(Day, [new RawEvent(first, 7)], Token);

        Assert.Equal([InsertOutcome.Duplicate], await store.InsertAsync(Day, [new RawEvent(first with { Page = "/other" }, 8)], Token));
        AssertSame(first, Assert.Single(await ReadAsync(store, Noon, Noon.AddSeconds(1))));
    }

    [Fact]
    public async Task Insert_MixedCall_AnswersInOrder()
    {
        var store = await CreateAsync();
        var (known, fresh) = (EventAt(Noon), EventAt(Noon));
        await store.InsertAsync(Day, [new RawEvent(known, 1)], Token);

        var outcomes = await store.InsertAsync(
            Day, [new RawEvent(fresh, 2), new RawEvent(known, 3), new RawEvent(fresh, 4), new RawEvent(known, 1)], Token);

        Assert.Equal([InsertOutcome.Stored, InsertOutcome.Duplicate, InsertOutcome.Duplicate, InsertOutcome.Stored], outcomes);
    }

    [Fact]
    public async Task Insert_SameIdAtAnotherTime_IsAnotherEvent()
    {
        var store = await CreateAsync();
        var e = EventAt(Noon);

        Assert.Equal(
            [InsertOutcome.Stored, InsertOutcome.Stored],
            await InsertAsync(store, e, e with { Timestamp = Noon.AddMilliseconds(1) }));
    }

    [Fact]
    public async Task Insert_NoEvents_ReturnsNothing()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.InsertAsync(Day, [], Token));
    }

    [Fact]
    public async Task Insert_EventOfAnotherDay_IsRefusedWithAllOfTheCall()
    {
        var store = await CreateAsync();

        await Assert.ThrowsAsync<ArgumentException>(
            () => InsertAsync(store, EventAt(Noon), EventAt(Noon.AddDays(1))));
        Assert.Equal(0, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Insert_SameEventsAtOnceFromTwoOrigins_EachIsStoredByOne()
    {
        var store = await CreateAsync();
        var events = Enumerable.Range(0, 300).Select(i => EventAt(Noon.AddMilliseconds(i))).ToList();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 2).Select(producer => Task.Run(
            () => store.InsertAsync(Day, events.Select((e, i) => new RawEvent(e, producer * 1_000 + i)).ToList(), Token), Token)));

        Assert.All(outcomes[0].Zip(outcomes[1]), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Equal(300, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Read_Bounds_IncludeFromAndExcludeTo()
    {
        var store = await CreateAsync();
        await InsertAsync(store, EventAt(Noon.AddMilliseconds(-1)), EventAt(Noon), EventAt(Noon.AddMilliseconds(9)), EventAt(Noon.AddMilliseconds(10)));

        var read = await ReadAsync(store, Noon, Noon.AddMilliseconds(10));

        Assert.Equal([Noon, Noon.AddMilliseconds(9)], read.Select(e => e.Timestamp));
        Assert.Empty(await ReadAsync(store, Noon.AddTicks(1), Noon.AddMilliseconds(9)));
        Assert.Single(await ReadAsync(store, Noon.AddTicks(1), Noon.AddMilliseconds(9).AddTicks(1)));
        Assert.Empty(await ReadAsync(store, Noon, Noon));
    }

    [Fact]
    public async Task Read_AnyOrderOfArrival_ComesOrderedByTimeThenId()
    {
        await Gen.Select(Gen.Guid, Gen.Int[0, 20], (id, ms) => EventAt(Noon.AddMilliseconds(ms)) with { EventId = id })
            .List[1, 30]
            .SampleAsync(
                async events =>
                {
                    var store = await CreateAsync();
                    await store.RemoveAsync(Day, await store.ReadAsync(Noon, Noon.AddSeconds(1), Token).ToListAsync(Token), Token);
                    await InsertAsync(store, [.. events]);

                    var expected = events
                        .Select(e => (e.Timestamp, Id: e.EventId.ToString())).Distinct()
                        .OrderBy(e => e.Timestamp).ThenBy(e => e.Id, StringComparer.Ordinal);
                    var read = await ReadAsync(store, Noon, Noon.AddSeconds(1));
                    Assert.Equal(expected, read.Select(e => (e.Timestamp, e.EventId.ToString())));
                },
                iter: 20,
                threads: 1);
    }

    [Fact]
    public async Task Read_ManyEventsAtOneTime_LosesNoneBetweenPages()
    {
        var store = await CreateAsync();
        var events = Enumerable.Range(0, 5_000).Select(_ => EventAt(Noon)).ToArray();
        await InsertAsync(store, events);

        var read = await ReadAsync(store, Noon, Noon.AddMilliseconds(1));

        Assert.Equal(events.Select(e => e.EventId).Order(), read.Select(e => e.EventId).Order());
    }

    [Fact]
    public async Task Read_SeveralDays_ComesInOrderOverMidnight()
    {
        var store = await CreateAsync();
        var midnight = Noon.AddHours(12);
        await store.InsertAsync(Day.AddDays(1), [new RawEvent(EventAt(midnight), 2)], Token);
        await InsertAsync(store, EventAt(midnight.AddMilliseconds(-1)));

        Assert.Equal(
            [midnight.AddMilliseconds(-1), midnight],
            (await ReadAsync(store, Noon, midnight.AddHours(1))).Select(e => e.Timestamp));
        Assert.Equal([midnight], (await ReadAsync(store, midnight, DateTimeOffset.MaxValue)).Select(e => e.Timestamp));
    }

    [Fact]
    public async Task Read_EarliestAndLatestTimes_Work()
    {
        var store = await CreateAsync();
        var last = new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero);
        await store.InsertAsync(DateOnly.MinValue, [new RawEvent(EventAt(DateTimeOffset.MinValue), 1)], Token);
        await store.InsertAsync(DateOnly.MaxValue, [new RawEvent(EventAt(last), 2)], Token);

        var read = await ReadAsync(store, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

        Assert.Equal([DateTimeOffset.MinValue, last], read.Select(e => e.Timestamp));
        Assert.Equal([DateOnly.MinValue, DateOnly.MaxValue], await store.GetDaysAsync(Token));
    }

    [Fact]
    public async Task FindFirst_Bounds_IncludeFromAndExcludeToOverDays()
    {
        var store = await CreateAsync();
        var midnight = Noon.AddHours(12);
        await store.InsertAsync(Day.AddDays(1), [new RawEvent(EventAt(midnight.AddHours(3)), 2)], Token);
        await InsertAsync(store, EventAt(Noon.AddMilliseconds(5)), EventAt(Noon.AddMilliseconds(5)), EventAt(Noon.AddMilliseconds(7)));

        Assert.Equal(Noon.AddMilliseconds(5), await store.FindFirstAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
        Assert.Equal(Noon.AddMilliseconds(5), await store.FindFirstAsync(Noon.AddMilliseconds(5), midnight, Token));
        Assert.Equal(Noon.AddMilliseconds(7), await store.FindFirstAsync(Noon.AddMilliseconds(5).AddTicks(1), midnight, Token));
        Assert.Equal(midnight.AddHours(3), await store.FindFirstAsync(Noon.AddMilliseconds(8), midnight.AddDays(1), Token));
        Assert.Null(await store.FindFirstAsync(Noon.AddMilliseconds(8), midnight.AddHours(3), Token));
        Assert.Null(await store.FindFirstAsync(Noon, Noon, Token));
    }

    [Fact]
    public async Task ReadKeys_SomeOfManyEvents_ReturnsThoseInOrderEachOnce()
    {
        var store = await CreateAsync();
        var events = Enumerable.Range(0, 5_000).Select(i => EventAt(Noon.AddMilliseconds(i / 2))).ToArray();
        await InsertAsync(store, events);
        var wanted = events.Where((_, i) => i % 2 == 0).OrderByDescending(e => e.Key).ToList();

        var read = await store.ReadAsync([.. wanted.Select(e => e.Key), wanted[0].Key], Token).ToListAsync(Token);

        Assert.Equal(wanted.Select(e => e.Key).Order(), read.Select(raw => raw.Event.Key));
        AssertSame(wanted[^1], read[0].Event);
    }

    [Fact]
    public async Task ReadKeys_OfSeveralDays_ComeInOrderAndLeaveOutWhatIsNotThere()
    {
        var store = await CreateAsync();
        var events = Enumerable.Range(0, 20).Select(day => EventAt(Noon.AddDays(day))).ToList();
        foreach (var e in events)
        {
            await store.InsertAsync(e.UtcDay, [new RawEvent(e, 1)], Token);
        }

        var read = await store.ReadAsync(
            [EventAt(Noon).Key, EventAt(Noon.AddDays(50)).Key, .. events.Select(e => e.Key).Reverse()], Token).ToListAsync(Token);

        Assert.Equal(events.Select(e => e.Key), read.Select(raw => raw.Event.Key));
    }

    [Fact]
    public async Task ReadKeys_None_ReturnsNothing() => Assert.Empty(await (await CreateAsync()).ReadAsync([], Token).ToListAsync(Token));

    [Fact]
    public async Task Read_EventsRemovedMeanwhile_EndsWithoutError()
    {
        var store = await CreateAsync();
        var events = Enumerable.Range(0, 5_000).Select(i => EventAt(Noon.AddMilliseconds(i))).ToArray();
        await InsertAsync(store, events);

        var count = 0;
        await foreach (var _ in store.ReadAsync(Noon, Noon.AddHours(1), Token))
        {
            if (count++ == 0)
            {
                await store.RemoveAsync(Day, [.. events.Select((e, i) => new RawEvent(e, i))], Token);
            }
        }

        Assert.InRange(count, 1, 5_000);
    }

    [Fact]
    public async Task Remove_SomeEvents_RemovesThoseOfThatOriginAloneAndMayBeRepeated()
    {
        var store = await CreateAsync();
        var (kept, gone, other) = (EventAt(Noon), EventAt(Noon), EventAt(Noon.AddDays(1)));
        await InsertAsync(store, kept, gone);
        await store.InsertAsync(Day.AddDays(1), [new RawEvent(other, 2)], Token);

        await store.RemoveAsync(Day, [new RawEvent(gone, 1), new RawEvent(EventAt(Noon), 1), new RawEvent(kept, 1)], Token);
        await store.RemoveAsync(Day, [new RawEvent(gone, 1), new RawEvent(gone, 1)], Token);
        await store.RemoveAsync(Day, [], Token);

        AssertSame(kept, Assert.Single(await ReadAsync(store, Noon, Noon.AddHours(1))));
        Assert.Equal((1, 1), (await store.CountAsync(Day, Token), await store.CountAsync(Day.AddDays(1), Token)));
    }

    [Fact]
    public async Task Remove_ManyEvents_RemovesAll()
    {
        var store = await CreateAsync();
        var events = Enumerable.Range(0, 5_000).Select(_ => EventAt(Noon)).ToArray();
        await InsertAsync(store, events);

        await store.RemoveAsync(Day, [.. events.Select((e, i) => new RawEvent(e, i)).Skip(1)], Token);

        AssertSame(events[0], Assert.Single(await ReadAsync(store, Noon, Noon.AddHours(1))));
    }

    [Fact]
    public async Task Remove_DayWithoutEvents_DoesNothing()
    {
        var store = await CreateAsync();

        await store.RemoveAsync(Day, [new RawEvent(EventAt(Noon), 1)], Token);

        Assert.Empty(await store.GetDaysAsync(Token));
    }

    [Fact]
    public async Task Read_Either_GivesTheOriginsAlong()
    {
        var store = await CreateAsync();
        var (first, second) = (EventAt(Noon), EventAt(Noon.AddMilliseconds(1)));
        await store.InsertAsync(Day, [new RawEvent(first, long.MinValue), new RawEvent(second, long.MaxValue)], Token);
        await store.InsertAsync(Day, [new RawEvent(first, 3)], Token);

        var read = await store.ReadAsync(Noon, Noon.AddSeconds(1), Token).ToListAsync(Token);
        var found = await store.ReadAsync([second.Key, first.Key], Token).ToListAsync(Token);

        Assert.Equal([(first.Key, long.MinValue), (second.Key, long.MaxValue)], read.Select(raw => (raw.Event.Key, raw.Origin)));
        Assert.Equal(read.Select(raw => (raw.Event.Key, raw.Origin)), found.Select(raw => (raw.Event.Key, raw.Origin)));
    }

    [Fact]
    public async Task Insert_AfterRemove_IsStoredAnew()
    {
        var store = await CreateAsync();
        var e = EventAt(Noon);
        await InsertAsync(store, e);
        await store.RemoveAsync(Day, [new RawEvent(e, 0)], Token);

        Assert.Equal([InsertOutcome.Stored], await store.InsertAsync(Day, [new RawEvent(e, 99)], Token));
        Assert.Single(await ReadAsync(store, Noon, Noon.AddHours(1)));
    }

    [Fact]
    public async Task Insert_ThenReopen_KeepsEventsAndOrigins()
    {
        var store = await CreateAsync();
        var e = EventAt(Noon);
        await store.InsertAsync(Day, [new RawEvent(e, 7)], Token);

        var reopened = await CreateAsync();

        AssertSame(e, Assert.Single(await ReadAsync(reopened, Noon, Noon.AddHours(1))));
        Assert.Equal(
            [InsertOutcome.Stored, InsertOutcome.Duplicate],
            await reopened.InsertAsync(Day, [new RawEvent(e, 7), new RawEvent(e, 8)], Token));
    }

    private static Event EventAt(DateTimeOffset time, string metadata = """{"device":"mobile"}""") =>
        new(Guid.NewGuid(), time, "user", "session", EventTypes.PageView, "/", Encoding.UTF8.GetBytes(metadata));

    private static Task<IReadOnlyList<InsertOutcome>> InsertAsync(IRawStore store, params Event[] events) =>
        store.InsertAsync(Day, events.Select((e, i) => new RawEvent(e, i)).ToList(), Token);

    private static async Task<List<Event>> ReadAsync(IRawStore store, DateTimeOffset from, DateTimeOffset to) =>
        await store.ReadAsync(from, to, Token).Select(raw => raw.Event).ToListAsync(Token);

    /// <summary>Compares the metadata's bytes, which a record's own equality does not.</summary>
    private static void AssertSame(Event expected, Event actual)
    {
        Assert.Equal(expected with { Metadata = default }, actual with { Metadata = default });
        Assert.Equal(expected.Metadata.ToArray(), actual.Metadata.ToArray());
    }
}
