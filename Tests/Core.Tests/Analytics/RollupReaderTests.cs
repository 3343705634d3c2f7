using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Analytics;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Analytics;

public sealed class RollupReaderTests : IDisposable
{
    private static readonly ReportingRange March = new(new(2026, 3, 1), new(2026, 3, 31));
    private static readonly ReportingRange ThisYear = new(new(2026, 1, 1), new(2026, 12, 31));

    private readonly ReportingCalendar _calendar = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private readonly FakeTimeProvider _time = new(new(2026, 3, 11, 23, 30, 0, TimeSpan.Zero));
    private readonly CountingRollupStore _store = new();
    private readonly InMemoryRollupProgress _progress = new();
    private readonly RollupReader _reader;

    public RollupReaderTests() => _reader = new(_store, _progress, new(_store), _calendar, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void Today_LateEveningInUtc_IsTheNextDayInTheReportingZone() => Assert.Equal(new(2026, 3, 12), _reader.Today);

    [Fact]
    public async Task ReadAsync_NothingStored_IsEmpty()
    {
        var sum = await ReadAsync(March);

        Assert.Equal(0, sum.Rollup.Sessions);
        Assert.Equal(new Freshness(null, null), sum.Freshness);
    }

    [Fact]
    public async Task ReadAsync_Range_SpansItsDaysInTheReportingZone()
    {
        var sum = await ReadAsync(March);

        Assert.Equal(new(2026, 2, 28, 23, 0, 0, TimeSpan.Zero), sum.Start);
        Assert.Equal(_time.GetUtcNow(), sum.End);
        Assert.Equal(12, sum.Days.Count());
        Assert.Equal(new(new(2026, 3, 12), new(2026, 3, 11, 23, 0, 0, TimeSpan.Zero)), sum.Days.Last());
    }

    [Fact]
    public async Task ReadAsync_RangeThatIsOver_EndsWithItsLastInstant()
    {
        var sum = await ReadAsync(new(new(2026, 3, 1), new(2026, 3, 11)));

        Assert.Equal(new DateTimeOffset(2026, 3, 11, 23, 0, 0, TimeSpan.Zero).AddTicks(-1), sum.End);
    }

    [Fact]
    public async Task ReadAsync_WholeMonthsAndRest_AsksForMonthsAndDays()
    {
        await ReadAsync(new(new(2025, 12, 30), new(2026, 2, 28)));

        Assert.Equal(
            [Month(1), Month(2), _calendar.DayKey(new(2025, 12, 30)), _calendar.DayKey(new(2025, 12, 31))],
            _store.Asked.First());
    }

    [Fact]
    public async Task ReadAsync_MonthWithoutABucket_AsksForItsDaysThroughTomorrow()
    {
        await PutYearAsync();

        await ReadAsync(ThisYear);

        // It is the evening of March 12 in Berlin, and events may be dated a day ahead.
        Assert.Equal([Month(1), Month(2), .. Enumerable.Range(1, 13).Select(day => Day(3, day))], _store.Asked.SelectMany(keys => keys));
    }

    [Fact]
    public async Task ReadAsync_MonthThatIsOverWithoutABucket_IsAnsweredFromItsDays()
    {
        await _store.PutAsync(Month(1), Views(10), version: 1);
        await _store.PutAsync(Day(2, 3), Views(100), version: 1);
        await _store.PutAsync(Day(3, 1), Views(1), version: 1);

        Assert.Equal(111, (await ReadAsync(ThisYear)).Rollup.PageViews["/"]);

        // Now it has one, and nothing counts twice.
        await _store.PutAsync(Month(2), Views(100), version: 2);
        Assert.Equal(111, (await ReadAsync(ThisYear)).Rollup.PageViews["/"]);
    }

    [Fact]
    public async Task ReadAsync_OnePart_ReadsNoOther()
    {
        await _store.PutAsync(Day(3, 11), Views(5) .Plus(new() { Users = UserSet.Of([1, 2]) }), version: 1);

        var sum = await _reader.ReadAsync(March, [RollupPart.Users], Token);

        Assert.Equal((2, 0), (sum.Rollup.Users.Count, sum.Rollup.PageViews.Counts.Count));
        Assert.Equal(["users"], _store.Fetched.Select(part => part.Part.Name));
    }

    [Fact]
    public async Task ReadAsync_TotalsAlone_ReadsNoPart()
    {
        await _store.PutAsync(Day(3, 11), Views(5).Plus(new() { Sessions = 3 }), version: 1);

        Assert.Equal(3, (await _reader.ReadAsync(March, [], Token)).Rollup.Sessions);
        Assert.Empty(_store.Fetched);
    }

    [Fact]
    public async Task ReadAsync_BucketWrittenWhileItIsRead_IsReadAgain()
    {
        await _store.PutAsync(Day(3, 11), Views(5), version: 1);
        var writes = 0;
        _store.BeforeFetch = () => writes++ == 0 ? _store.PutAsync(Day(3, 11), Views(6), version: 2) : Task.CompletedTask;

        Assert.Equal(6, (await ReadAsync(March)).Rollup.PageViews["/"]);
    }

    [Fact]
    public async Task ReadAsync_OtherPartChanged_FetchesNothingAgain()
    {
        await _store.PutAsync(Day(3, 12), Views(5), version: 1);
        await ReadAsync(March);
        _store.Fetched.Clear();
        await _store.PutAsync(Day(3, 12), Views(5).Plus(new() { Sessions = 8 }), version: 1);

        Assert.Equal((5, 8), ((await ReadAsync(March)).Rollup.PageViews["/"], (await ReadAsync(March)).Rollup.Sessions));
        Assert.Empty(_store.Fetched);
    }

    [Fact]
    public async Task ReadAsync_DayThatTheZoneSkipped_CountsNothingTwice()
    {
        var samoa = new ReportingCalendar(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));
        await _store.PutAsync(samoa.DayKey(new(2011, 12, 31)), new() { Sessions = 7 }, version: 1);
        using var reader = new RollupReader(_store, _progress, new(_store), samoa, _time);

        var sum = await reader.ReadAsync(new(new(2011, 12, 29), new(2011, 12, 31)), [], Token);

        Assert.Equal(7, sum.Rollup.Sessions);
        Assert.Equal([new(2011, 12, 29), new DateOnly(2011, 12, 31)], sum.Days.Select(day => day.Day));
    }

    [Fact]
    public async Task ReadAsync_AnyRange_EqualsTheSumOfItsDays()
    {
        var first = new DateOnly(2026, 1, 1);
        var time = new FakeTimeProvider(new(2026, 6, 15, 0, 0, 0, TimeSpan.Zero));
        var genDay = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 40].HashSet[0, 4], Gen.Int[0, 99]);
        await Gen.Select(genDay.Array[150], Gen.Int[0, 149], Gen.Int[0, 149]).SampleAsync(async generated =>
        {
            var (days, one, other) = generated;
            var rollups = days.Select((day, i) => new Rollup
            {
                Sessions = day.Item1,
                Users = UserSet.Of(day.Item2),
                PageViews = KeyedCounts.Of([new($"/{day.Item3}", 1 + day.Item1)]),
                Days = DailySeries.Of(first.AddDays(i), new(day.Item1, 1)),
            }).ToArray();
            var store = new CountingRollupStore();
            for (var i = 0; i < rollups.Length; i++)
            {
                await store.PutAsync(_calendar.DayKey(first.AddDays(i)), rollups[i], version: 1);
            }

            for (var month = 1; month <= 4; month++)
            {
                await store.PutAsync(Month(month), Rollup.Sum([.. rollups.Where((_, i) => first.AddDays(i).Month == month)]), version: 1);
            }

            using var reader = new RollupReader(store, _progress, new(store), _calendar, time);

            // Month 5 has days and no month: no range here covers it whole.
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            var sum = await reader.ReadAsync(new(first.AddDays(from), first.AddDays(to)), RollupPart.All, Token);

            Assert.Equal(Rollup.Sum(rollups[from..(to + 1)]).ToText(), sum.Rollup.ToText());
        }, iter: 40, threads: 1);
    }

    [Fact]
    public async Task ReadAsync_VersionsUnchanged_FetchesNothingAgain()
    {
        await PutYearAsync();
        var first = await ReadAsync(ThisYear);

        var second = await ReadAsync(ThisYear);

        Assert.Same(first.Rollup.PageViews.Counts, second.Rollup.PageViews.Counts);
        Assert.Equal([Month(1), Month(2), Day(3, 12)], _store.Fetched.Select(part => part.Bucket).OrderBy(key => key.Start));
    }

    [Fact]
    public async Task ReadAsync_TodayChanged_FetchesItAlone()
    {
        await PutYearAsync();
        await ReadAsync(ThisYear);
        _store.Fetched.Clear();
        await _store.PutAsync(Day(3, 12), Views(1_000), version: 2);

        var sum = await ReadAsync(ThisYear);

        Assert.Equal(1_110, sum.Rollup.PageViews["/"]);
        Assert.Equal([Day(3, 12)], _store.Fetched.Select(part => part.Bucket));
    }

    [Fact]
    public async Task ReadAsync_LateEventInASettledBucket_Counts()
    {
        await PutYearAsync();
        await ReadAsync(ThisYear);
        var revisedAt = _time.GetUtcNow();
        await _store.PutAsync(Month(1), Views(11), version: 2, revisedAt);

        var sum = await ReadAsync(ThisYear);

        Assert.Equal(112, sum.Rollup.PageViews["/"]);
        Assert.Equal(revisedAt, sum.Freshness.RevisedAt);
    }

    [Fact]
    public async Task ReadAsync_MidnightPasses_KeepsTheNumbers()
    {
        var days = new ReportingRange(new(2026, 3, 11), new(2026, 3, 13));
        await _store.PutAsync(Day(3, 12), Views(2), version: 1);
        await ReadAsync(days);
        _time.Advance(TimeSpan.FromDays(1));
        await _store.PutAsync(Day(3, 13), Views(3), version: 2);

        Assert.Equal(5, (await ReadAsync(days)).Rollup.PageViews["/"]);
    }

    [Fact]
    public async Task ReadAsync_ConcurrentMisses_FetchOnce()
    {
        await PutYearAsync();
        var gate = new TaskCompletionSource();
        _store.BeforeFetch = () => gate.Task;

        var reads = Enumerable.Range(0, 8).Select(_ => ReadAsync(ThisYear)).ToArray();
        gate.SetResult();
        var sums = await Task.WhenAll(reads);

        Assert.All(sums, sum => Assert.Equal(111, sum.Rollup.PageViews["/"]));
        Assert.Equal(3, _store.Fetched.Count);
    }

    [Fact]
    public async Task ReadAsync_OneOfTwoCallersGivesUp_TheOtherIsAnswered()
    {
        await PutYearAsync();
        var gate = new TaskCompletionSource();
        _store.BeforeFetch = () => gate.Task;
        using var impatient = new CancellationTokenSource();

        var leaving = _reader.ReadAsync(ThisYear, [RollupPart.PageViews], impatient.Token);
        var staying = ReadAsync(ThisYear);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.SetResult();

        Assert.Equal(111, (await staying).Rollup.PageViews["/"]);
    }

    [Fact]
    public async Task ReadAsync_StoreFailsOnce_TheNextReadSucceeds()
    {
        await PutYearAsync();
        _store.BeforeFetch = () => Task.FromException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(ThisYear));
        _store.BeforeFetch = () => Task.CompletedTask;

        Assert.Equal(111, (await ReadAsync(ThisYear)).Rollup.PageViews["/"]);
    }

    private async Task PutYearAsync()
    {
        await _store.PutAsync(Month(1), Views(10), version: 1);
        await _store.PutAsync(Month(2), Views(100), version: 1);
        await _store.PutAsync(Day(3, 12), Views(1), version: 1);
    }

    private static Rollup Views(long count) => new() { PageViews = KeyedCounts.Of([new("/", count)]) };

    private Task<RangeSum> ReadAsync(ReportingRange range) => _reader.ReadAsync(range, [RollupPart.PageViews], Token);

    private BucketKey Month(int month) => _calendar.MonthKey(new(2026, month, 1));

    private BucketKey Day(int month, int day) => _calendar.DayKey(new(2026, month, day));
}
