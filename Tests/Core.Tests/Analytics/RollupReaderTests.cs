using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Analytics;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Xunit;

namespace Pipeline.Core.Tests.Analytics;

public sealed class RollupReaderTests : IDisposable
{
    private static readonly ReportingRange March = new(new(2026, 3, 1), new(2026, 3, 31));
    private static readonly ReportingRange ThisYear = new(new(2026, 1, 1), new(2026, 12, 31));

    private readonly ReportingCalendar _calendar = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    private readonly FakeTimeProvider _time = new(new(2026, 3, 11, 23, 30, 0, TimeSpan.Zero));
    private readonly CountingRollupStore _store = new();
    private readonly RollupCache _cache = new();
    private readonly RollupReader _reader;

    public RollupReaderTests() => _reader = new(_store, new(_store, _cache), _calendar, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _reader.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Today_LateEveningInUtc_IsTheNextDayInTheReportingZone() => Assert.Equal(new(2026, 3, 12), _reader.Today);

    [Fact]
    public async Task ReadAsync_NothingStored_IsEmpty()
    {
        var sum = await _reader.ReadAsync(March, Token);

        Assert.Equal(0, sum.Rollup.Sessions);
        Assert.Equal(new Freshness(null, null), sum.Freshness);
    }

    [Fact]
    public async Task ReadAsync_Range_SpansItsDaysInTheReportingZone()
    {
        var sum = await _reader.ReadAsync(March, Token);

        Assert.Equal(new(2026, 2, 28, 23, 0, 0, TimeSpan.Zero), sum.Start);
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 22, 0, 0, TimeSpan.Zero).AddTicks(-1), sum.End);
        Assert.Equal(12, sum.Days.Count());
        Assert.Equal(new(new(2026, 3, 12), new(2026, 3, 11, 23, 0, 0, TimeSpan.Zero)), sum.Days.Last());
    }

    [Fact]
    public async Task ReadAsync_WholeMonthsAndRest_AsksForMonthsAndDays()
    {
        await _reader.ReadAsync(new(new(2025, 12, 30), new(2026, 2, 28)), Token);

        Assert.Equal(
            [_calendar.DayKey(new(2025, 12, 30)), _calendar.DayKey(new(2025, 12, 31)), Month(1), Month(2)],
            _store.AskedVersions.First());
    }

    [Fact]
    public async Task ReadAsync_CurrentMonth_AsksForItsDays()
    {
        await _reader.ReadAsync(ThisYear, Token);

        Assert.Equal(
            [Month(1), Month(2), .. Enumerable.Range(1, 31).Select(day => Day(3, day)), .. Enumerable.Range(4, 9).Select(Month)],
            _store.AskedVersions.First());
    }

    [Fact]
    public async Task ReadAsync_DayThatTheZoneSkipped_CountsNothingTwice()
    {
        var samoa = new ReportingCalendar(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));
        _store.Put(samoa.DayKey(new(2011, 12, 31)), new() { Sessions = 7 }, version: 1);
        using var reader = new RollupReader(_store, new(_store, _cache), samoa, _time);

        var sum = await reader.ReadAsync(new(new(2011, 12, 29), new(2011, 12, 31)), Token);

        Assert.Equal(7, sum.Rollup.Sessions);
        Assert.Equal([new(2011, 12, 29), new DateOnly(2011, 12, 31)], sum.Days.Select(day => day.Day));
    }

    [Fact]
    public async Task ReadAsync_AnyRange_EqualsTheSumOfItsDays()
    {
        var first = new DateOnly(2026, 1, 1);
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
                store.Put(_calendar.DayKey(first.AddDays(i)), rollups[i], version: 1);
            }

            for (var month = 1; month <= 4; month++)
            {
                store.Put(Month(month), Rollup.Sum([.. rollups.Where((_, i) => first.AddDays(i).Month == month)]), version: 1);
            }

            using var cache = new RollupCache();
            using var reader = new RollupReader(store, new(store, cache), _calendar, _time);

            // Month 5 has days and no month: no range here covers it whole.
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            var sum = await reader.ReadAsync(new(first.AddDays(from), first.AddDays(to)), Token);

            Assert.Equal(
                RollupCodec.Encode(Rollup.Sum(rollups[from..(to + 1)])).ToArray(),
                RollupCodec.Encode(sum.Rollup).ToArray());
        }, iter: 40, threads: 1);
    }

    [Fact]
    public async Task ReadAsync_VersionsUnchanged_FetchesNothingAgain()
    {
        PutYear();
        var first = await _reader.ReadAsync(ThisYear, Token);

        var second = await _reader.ReadAsync(ThisYear, Token);

        Assert.Same(first.Rollup, second.Rollup);
        Assert.Equal([Month(1), Month(2), Day(3, 12)], _store.Fetched.OrderBy(key => key.Start));
    }

    [Fact]
    public async Task ReadAsync_TodayChanged_FetchesItAlone()
    {
        PutYear();
        await _reader.ReadAsync(ThisYear, Token);
        _store.Fetched.Clear();
        _store.Put(Day(3, 12), new() { Sessions = 1_000 }, version: 2);

        var sum = await _reader.ReadAsync(ThisYear, Token);

        Assert.Equal(1_110, sum.Rollup.Sessions);
        Assert.Equal([Day(3, 12)], _store.Fetched);
    }

    [Fact]
    public async Task ReadAsync_LateEventInASettledBucket_Counts()
    {
        PutYear();
        await _reader.ReadAsync(ThisYear, Token);
        var revisedAt = _time.GetUtcNow();
        _store.Put(Month(1), new() { Sessions = 11 }, version: 2, revisedAt);

        var sum = await _reader.ReadAsync(ThisYear, Token);

        Assert.Equal(112, sum.Rollup.Sessions);
        Assert.Equal(revisedAt, sum.Freshness.RevisedAt);
    }

    [Fact]
    public async Task ReadAsync_MidnightPasses_KeepsTheNumbers()
    {
        var days = new ReportingRange(new(2026, 3, 11), new(2026, 3, 13));
        _store.Put(Day(3, 12), new() { Sessions = 2 }, version: 1);
        await _reader.ReadAsync(days, Token);
        _time.Advance(TimeSpan.FromDays(1));
        _store.Put(Day(3, 13), new() { Sessions = 3 }, version: 2);

        Assert.Equal(5, (await _reader.ReadAsync(days, Token)).Rollup.Sessions);
    }

    [Fact]
    public async Task ReadAsync_ConcurrentMisses_FetchOnce()
    {
        PutYear();
        var gate = new TaskCompletionSource();
        _store.BeforeFetch = () => gate.Task;

        var reads = Enumerable.Range(0, 8).Select(_ => _reader.ReadAsync(ThisYear, Token)).ToArray();
        gate.SetResult();
        var sums = await Task.WhenAll(reads);

        Assert.All(sums, sum => Assert.Equal(111, sum.Rollup.Sessions));
        Assert.Equal(3, _store.Fetched.Count);
    }

    [Fact]
    public async Task ReadAsync_OneOfTwoCallersGivesUp_TheOtherIsAnswered()
    {
        PutYear();
        var gate = new TaskCompletionSource();
        _store.BeforeFetch = () => gate.Task;
        using var impatient = new CancellationTokenSource();

        var leaving = _reader.ReadAsync(ThisYear, impatient.Token);
        var staying = _reader.ReadAsync(ThisYear, Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.SetResult();

        Assert.Equal(111, (await staying).Rollup.Sessions);
    }

    [Fact]
    public async Task ReadAsync_StoreFailsOnce_TheNextReadSucceeds()
    {
        PutYear();
        _store.BeforeFetch = () => Task.FromException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => _reader.ReadAsync(ThisYear, Token));
        _store.BeforeFetch = () => Task.CompletedTask;

        Assert.Equal(111, (await _reader.ReadAsync(ThisYear, Token)).Rollup.Sessions);
    }

    private void PutYear()
    {
        _store.Put(Month(1), new() { Sessions = 10 }, version: 1);
        _store.Put(Month(2), new() { Sessions = 100 }, version: 1);
        _store.Put(Day(3, 12), new() { Sessions = 1 }, version: 1);
    }

    private RollupKey Month(int month) => _calendar.MonthKey(new(2026, month, 1));

    private RollupKey Day(int month, int day) => _calendar.DayKey(new(2026, month, day));
}
