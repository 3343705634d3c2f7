using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Rollups;
using Pipeline.Core.Storing;
using Pipeline.Jobs.Rollups;
using Pipeline.Testing;

namespace Pipeline.Contracts.Drain;

/// <summary>What the drain promises when some of what it writes to is in trouble, whatever stores lie behind it.</summary>
public abstract class DrainContract
{
    private const int Days = 10;

    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);
    private static readonly Guid Neighbour = Guid.CreateVersion7(Builders.Noon);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the stores on this test's own storage, empty at first. A second call closes what the first one opened and opens the same
    /// storage again.
    /// </summary>
    private protected abstract Task<DrainStores> OpenAsync();

    [Fact]
    public async Task Store_EventsOfThousandsOfDays_AreStoredAndFound()
    {
        var stores = await OpenAsync();
        var times = Enumerable.Range(0, 5_000).Select(day => Builders.Noon.AddDays(-day)).ToList();
        DrainMessage[] batch = [.. times.Chunk(500).Select((some, i) => Message(500 * i, some))];

        await stores.Storer().StoreAsync(batch, lastTry: false, Token);

        Assert.All(batch, message => Assert.True(message.IsSettled));
        Assert.Equal(times.Select(time => DateOnly.FromDateTime(time.Date)).Order(), await stores.Raw.GetDaysAsync(Token));
        var visits = await stores.Sessions.FindVisitsAsync("u1", null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Token);
        var keys = await stores.Sessions.FindKeysAsync(visits, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10_000, Token);
        Assert.Equal(times.Order(), Assert.Single(keys).Select(key => key.Timestamp));
        Assert.Equal(5_000, (await stores.GetTotalsAsync(Token)).Stored);
    }

    [Fact]
    public async Task Store_ProbeAmongEvents_IsNotedAndIsInNoNumber()
    {
        var stores = await OpenAsync();
        var probe = Probe.At(Builders.Noon.AddSeconds(1));
        await stores.Probes.AddAsync(probe, Token);
        await stores.Storer().StoreAsync([Message(0, [Builders.Noon])], lastTry: false, Token);
        var (days, dirty, totals) = await CountAsync();

        var message = DrainStores.Decode(probe.ToEnvelope().Body, "probe");
        await stores.Storer().StoreAsync([message], lastTry: false, Token);
        await stores.Bookkeeper().PostAsync(queueIsEmpty: false, Token);

        Assert.True(message.IsSettled);
        Assert.NotNull(Assert.Single(await stores.Probes.GetLatestAsync(9, Token)).StoredAt);
        Assert.Equal(probe.SentAt, (await stores.Ledger.ReadAsync(9, Token)).Accounts.Single(account => account.Producer == Probe.Producer).LatestReceivedAt);
        var after = await CountAsync();
        Assert.Equal(days, after.Days);
        // A rollup changes only where a slice is dirty.
        Assert.Equal((dirty, totals), (after.Dirty, after.Totals));
        Assert.Equal(1, await stores.Raw.CountAsync(DateOnly.FromDateTime(Builders.Noon.Date), Token));
        Assert.Single(await stores.Sessions.GetStartsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
        Assert.Equal(0, await stores.Quarantine.CountAsync(new QuarantineFilter(), Token));

        async Task<(IReadOnlyList<DateOnly> Days, long Dirty, LedgerTotals Totals)> CountAsync() => (
            [.. await stores.Raw.GetDaysAsync(Token)], (await stores.Dirty.GetStatusAsync(Token)).Waiting, await stores.GetTotalsAsync(Token));
    }

    [Fact]
    public async Task Store_AMillionEventsOfOneSessionFrom200000Users_CostTheLastBatchNoMoreThanTheFirst()
    {
        const int EventsPerUser = 5, EventsPerBatch = 5_000, Batches = 200, Timed = 20;
        var stores = await OpenAsync();
        var storer = stores.Storer();
        var took = new List<TimeSpan>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var first = batch * EventsPerBatch;
            // Somebody else's session goes on beside it.
            DrainMessage[] messages =
            [
                .. Enumerable.Range(first, EventsPerBatch).Chunk(500).Select(some => Shared(some, EventsPerUser)),
                DrainStores.Decode(Builders.Body(Neighbour, batch, Event(Builders.Noon.AddSeconds(batch), "someone", "own")), $"own{batch}"),
            ];
            var started = Stopwatch.GetTimestamp();
            await storer.StoreAsync(messages, lastTry: false, Token);
            took.Add(Stopwatch.GetElapsedTime(started));
            Assert.All(messages, message => Assert.True(message.IsSettled));
        }

        Assert.Equal(Batches * (EventsPerBatch + 1), await stores.Raw.CountAsync(DayOf(0), Token));
        Assert.Equal(2, (await stores.Sessions.GetStartsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token)).Count);
        await AssertVisitAsync(stores, "u123456", "null", EventsPerUser);
        await AssertVisitAsync(stores, "someone", "own", Batches);
        var (early, late) = (Median(took[..Timed]), Median(took[^Timed..]));
        Assert.True(late < 3 * early, $"A batch takes {late.TotalMilliseconds:0} ms in the end, and took {early.TotalMilliseconds:0} ms first.");
    }

    /// <summary>
    /// A client sends events of 5,000 days, and of pages that make the hour's bucket larger than any document may be. What somebody else
    /// sends meanwhile is in the numbers of now long before all of that is.
    /// </summary>
    [Fact]
    public async Task Refresh_OneClientSendsThousandsOfDaysAndABucketOf24Megabytes_TheOthersNumbersAreFresh()
    {
        const int LongPages = 4_000;
        var stores = await OpenAsync();
        var storer = stores.Storer();
        var days = Enumerable.Range(2, 5_000).Select(day => Builders.Noon.AddDays(-day)).ToList();
        await storer.StoreAsync([.. days.Chunk(500).Select((some, i) => Message(500 * i, some))], lastTry: false, Token);
        foreach (var some in Enumerable.Range(0, LongPages).Chunk(50))
        {
            await storer.StoreAsync([DrainStores.Decode(
                Builders.Body(Producer, 10_000 + some[0], [.. some.Select(n => LongPage(n))]), $"long{some[0]}")], lastTry: false, Token);
        }

        await storer.StoreAsync(
            [DrainStores.Decode(Builders.Body(Neighbour, 0, Event(Builders.Noon.AddMinutes(2), "someone", "own")), "own")], lastTry: false, Token);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var jobs = stores.Refresh(Builders.Noon.AddMinutes(5));
        var refresh = jobs.GetRequiredService<RollupRefresher>().RunAsync(stop.Token);
        var hour = new BucketKey(BucketLevel.Hour, "UTC", Builders.Noon);
        var started = Stopwatch.GetTimestamp();
        while (await stores.Rollups.GetAsync([hour], Token) is not [{ } bucket] || RollupLoader.SumTotals([bucket]).Events.Total <= LongPages)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "The numbers of now wait for those of then.");
            await Task.Delay(20, Token);
        }

        Assert.InRange((await stores.Rollups.GetAsync([hour], Token))[0].Parts.Max(part => part.Length), (16 << 20) + 1, int.MaxValue);
        Assert.False(refresh.IsCompleted);
        Assert.Equal(0, (await stores.Dirty.GetStatusAsync(Token)).SetAside);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refresh);
    }

    /// <summary>Damages one of ten days, and drains and sweeps an envelope with events of all.</summary>
    private protected async Task OneDayDamaged_HurtsItsOwnEventsAloneAsync(Func<DateOnly, Task> damageAsync)
    {
        var stores = await OpenAsync();
        await stores.Storer().StoreAsync([Message(0, Times(Days))], lastTry: false, Token);
        await stores.Dirty.ClearAsync(await MarksAsync(stores), Token);
        var damaged = DayOf(3);
        await damageAsync(damaged);
        stores = await OpenAsync();

        var (body, neighbour) = (Body(Days, Times(32)), Message(Days + 32, [Builders.Noon]));
        await stores.Storer().StoreAsync([DrainStores.Decode(body, "mixed"), neighbour], lastTry: false, Token);

        Assert.True(neighbour.IsSettled);
        await AssertOthersAreStoredAndMarkedAsync(stores, damaged);

        var swept = DrainStores.Decode(body, "mixed");
        await stores.Storer().StoreAsync([swept], lastTry: true, Token);

        Assert.True(swept.IsSettled);
        await AssertOthersAreStoredAndMarkedAsync(stores, damaged);
        var refused = await stores.Quarantine.ListAsync(new QuarantineFilter { State = QuarantineState.Open }, after: null, 100, Token);
        Assert.Equal(3, refused.Count);
        Assert.All(refused, entry => Assert.Equal(QuarantineKind.Event, entry.Kind));
        Assert.All(refused, entry => Assert.Contains($"\"{damaged:yyyy-MM-dd}T", entry.Payload, StringComparison.Ordinal));
        var totals = await stores.GetTotalsAsync(Token);
        Assert.Equal((Days + 32 + 1 - 3, 3, 0), (totals.Stored, totals.Quarantined, totals.Rejected));
    }

    /// <summary>Table or collection of a day's raw events.</summary>
    private protected static string DayName(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"raw_{day:yyyyMMdd}");

    private static async Task<IReadOnlyList<DirtySlice>> MarksAsync(DrainStores stores)
    {
        var now = Builders.Noon.AddYears(1);
        return
        [
            .. await stores.Dirty.GetWaitingAsync(MarkPriority.Current, now, 100, Token),
            .. await stores.Dirty.GetWaitingAsync(MarkPriority.Late, now, 100, Token),
        ];
    }

    private static DateOnly DayOf(int index) => DateOnly.FromDateTime(Builders.Noon.UtcDateTime).AddDays(-index % Days);

    private static IEnumerable<DateTimeOffset> Times(int count) =>
        Enumerable.Range(0, count).Select(i => Builders.Noon.AddDays(-i % Days).AddMilliseconds(i));

    private static string Body(long sequence, IEnumerable<DateTimeOffset> times) => Builders.Body(
        Producer, sequence, [.. times.Select(time => Builders.EventItem(Builders.EventJson(Guid.NewGuid(), time)))]);

    private static DrainMessage Message(long sequence, IEnumerable<DateTimeOffset> times) =>
        DrainStores.Decode(Body(sequence, times), $"m{sequence}");

    private static DrainMessage Shared(int[] numbers, int eventsPerUser) => DrainStores.Decode(
        Builders.Body(
            Producer,
            numbers[0],
            [.. numbers.Select(n => Event(Builders.Noon.AddMilliseconds(n % 3_600_000), $"u{n / eventsPerUser}", "null"))]),
        $"shared{numbers[0]}");

    private static EnvelopeItem LongPage(int number) => Builders.EventItem(Builders.EventJson(
        Guid.NewGuid(), Builders.Noon.AddMilliseconds(number), "u1", "null", page: $"/{number}/".PadRight(2_000, '茶')));

    private static EnvelopeItem Event(DateTimeOffset time, string user, string session) =>
        Builders.EventItem(Builders.EventJson(Guid.NewGuid(), time, user, session));

    private static async Task AssertVisitAsync(DrainStores stores, string user, string session, int events)
    {
        var visit = Assert.Single(await stores.Sessions.FindVisitsAsync(
            user, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Token));
        Assert.Equal(session, visit.Session.SessionId);
        var keys = await stores.Sessions.FindKeysAsync([visit], DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10_000, Token);
        Assert.Equal(events, Assert.Single(keys).Count);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task AssertOthersAreStoredAndMarkedAsync(DrainStores stores, DateOnly damaged)
    {
        for (var i = 0; i < Days; i++)
        {
            if (DayOf(i) != damaged)
            {
                // One of the first envelope, three or four of the second, one of the neighbour.
                Assert.Equal(1 + (i < 2 ? 4 : 3) + (i == 0 ? 1 : 0), await stores.Raw.CountAsync(DayOf(i), Token));
            }
        }

        var marked = (await MarksAsync(stores)).Select(slice => DateOnly.FromDateTime(slice.Start.Date));
        Assert.Superset(Enumerable.Range(0, Days).Select(DayOf).Where(day => day != damaged).ToHashSet(), marked.ToHashSet());
    }
}
