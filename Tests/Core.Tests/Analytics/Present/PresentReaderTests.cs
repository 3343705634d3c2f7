using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Analytics.Present;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Analytics.Present;

public sealed class PresentReaderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 11, 12, 10, 30, TimeSpan.Zero);
    private static readonly DateTimeOffset Minute = new(2026, 3, 11, 12, 10, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly InMemoryRollupStore _store = new();
    private readonly InMemoryRollupProgress _progress = new();
    private readonly PresentReader _reader;

    public PresentReaderTests() =>
        _reader = new(_store, _progress, new(_store), new ReportingCalendar(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata")), _time);

    public void Dispose() => _reader.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_NothingStored_HasThirtyQuietMinutes()
    {
        var report = await _reader.ReadAsync(Token);

        Assert.Equal(Enumerable.Range(0, 30).Select(i => new PresentReport.MinuteCounts(Minute.AddMinutes(i - 29), 0, 0, 0)), report.Minutes);
        Assert.Equal([new(0)], report.ActiveUsers);
        Assert.Empty(report.TopPages);
        Assert.Equal((Now, null), (report.AsOf, report.Freshness.CompleteThrough));
    }

    [Fact]
    public async Task ReadAsync_Slices_AddsThemUpByMinute()
    {
        await PutAsync(Minute.AddMinutes(-30).AddSeconds(40), new() { Events = new(99, 0, 0, 0, 0), PageViews = Views(("/old", 99)), Users = UserSet.Of([99]) });
        await PutAsync(Minute.AddMinutes(-29), new() { Events = new(3, 0, 0, 0, 1), PageViews = Views(("/a", 3)), Users = UserSet.Of([1]) });
        await PutAsync(Minute, new() { Events = new(2, 0, 0, 0, 0), PageViews = Views(("/b", 1), ("/a", 1)), Users = UserSet.Of([2, 3]) });
        await PutAsync(Minute.AddSeconds(20), new() { Events = new(4, 0, 0, 0, 2), PageViews = Views(("/b", 4)), Users = UserSet.Of([3]) });

        var report = await _reader.ReadAsync(Token);

        Assert.Equal(new(Minute.AddMinutes(-29), 3, 3, 1), report.Minutes[0]);
        Assert.Equal(new(Minute, 6, 6, 2), report.Minutes[^1]);
        Assert.Equal(9, report.Minutes.Sum(minute => minute.Events));
        Assert.Equal([new("/b", 5), new("/a", 4)], report.TopPages);
        Assert.Equal([new(2)], report.ActiveUsers);
    }

    [Fact]
    public async Task ReadAsync_WithinASecond_ReadsOnce()
    {
        var first = await _reader.ReadAsync(Token);
        await PutAsync(Minute, new() { Events = new(1, 0, 0, 0, 0) });

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Same(first, await _reader.ReadAsync(Token));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, (await _reader.ReadAsync(Token)).Minutes[^1].Events);
    }

    [Fact]
    public async Task ReadAsync_Again_ReadsOnlyTheSlicesThatChanged()
    {
        await PutAsync(Minute.AddMinutes(-3), new() { Users = UserSet.Of([1]) });
        await PutAsync(Minute, new() { Users = UserSet.Of([2]) });
        await _reader.ReadAsync(Token);
        var read = _store.PartsRead;

        _time.Advance(TimeSpan.FromSeconds(2));
        await _store.PutAsync(BucketKey.Slice(Minute), new() { Users = UserSet.Of([2, 3]) }, 2, Token);

        Assert.Equal([new(3)], (await _reader.ReadAsync(Token)).ActiveUsers);
        Assert.Equal(read + 1, _store.PartsRead);
    }

    private static KeyedCounts Views(params (string Page, long Views)[] pages) =>
        KeyedCounts.Of(pages.Select(page => KeyValuePair.Create(page.Page, page.Views)));

    private Task PutAsync(DateTimeOffset start, Rollup rollup) => _store.PutAsync(BucketKey.Slice(start), rollup, 1, Token);
}
