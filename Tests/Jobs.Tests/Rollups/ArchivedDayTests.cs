using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>Rollups of days that are in the archive.</summary>
public sealed class ArchivedDayTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 1, 10);

    private readonly RollupWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_LateEventToAnArchivedDay_CountsWithWhatIsArchived()
    {
        await StoreAndArchiveAsync(_world, "2025-01-10T10:00Z", "2025-01-10T10:30Z");

        await _world.DrainAsync(EventOf("2025-01-10T10:45Z"));
        await _world.RefreshAsync();

        Assert.Equal(3, (await _world.HourAsync("2025-01-10T10:00Z")).Events.Total);
        Assert.Equal(3, (await _world.DayAsync(Day)).Events.Total);
    }

    [Fact]
    public async Task RunAsync_RebuildOfAnArchivedDay_ReadsItsFileOnceAndChangesNothing()
    {
        string[] hours = [.. Enumerable.Range(0, 24).Select(hour => $"2025-01-10T{hour:00}:10Z")];
        await StoreAndArchiveAsync(_world, hours);
        var before = await _world.ContentAsync();

        var marked = await _world.RebuildMarker().RunAsync(Day, Day, Token);
        Assert.Empty(_world.Events.Memory.Readings);
        await _world.RefreshAsync();

        Assert.Equal(24, marked);
        Assert.Equal(before, await _world.ContentAsync());
        Assert.Single(_world.Events.Memory.Readings);
    }

    [Fact]
    public async Task RunAsync_ZoneWithHalfHours_FoldsHoursOfTwoDaysFromBothFiles()
    {
        using var world = new RollupWorld("Asia/Kolkata");
        await StoreAndArchiveAsync(
            world, "2025-01-10T23:10Z", "2025-01-10T23:40Z", "2025-01-11T00:20Z", "2025-01-11T00:40Z", "2025-01-11T05:00Z");
        var before = await world.ContentAsync();
        Assert.Equal(2, (await world.HourAsync("2025-01-11T00:00Z")).Events.Total);

        await world.RebuildMarker().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);
        await world.RefreshAsync();

        Assert.Equal(before, await world.ContentAsync());
        Assert.Equal(2, (await world.HourAsync("2025-01-11T00:00Z")).Events.Total);
    }

    [Fact]
    public async Task RunAsync_DamagedPart_LeavesItsNumbersAndDoesTheOthers()
    {
        await StoreAndArchiveAsync(_world, "2025-01-10T10:00Z", "2025-01-10T11:00Z", "2025-01-11T10:00Z");
        var part = (await _world.Events.Catalogue.GetPartsAsync(Day, Day, Token)).Single();
        _world.Events.Memory.Damage(part.Key);

        await _world.DrainAsync(EventOf("2025-01-10T10:30Z"), EventOf("2025-01-11T10:30Z"));
        var result = await _world.RefreshAsync();

        Assert.Equal(1, (await _world.HourAsync("2025-01-10T10:00Z")).Events.Total);
        Assert.Equal(2, (await _world.HourAsync("2025-01-11T10:00Z")).Events.Total);
        Assert.Equal(1, result.SetAside);
        Assert.Equal(1, (await _world.Dirty.GetStatusAsync(Token)).SetAside);
    }

    [Fact]
    public async Task RunAsync_SealedDayWithSlices_FoldsThemInAnyOrder()
    {
        await _world.DrainAsync(EventOf("2025-03-20T10:00:01Z"), EventOf("2025-03-20T10:00:41Z"));
        await _world.RefreshAsync();
        await _world.Raw.Sealed.SealAsync(new(new DateOnly(2025, 3, 20), 1), Token);

        await _world.DrainAsync(EventOf("2025-03-20T10:00:02Z"), EventOf("2025-03-20T10:00:42Z"));
        await _world.RefreshAsync();

        Assert.Equal(2, (await _world.GetAsync(BucketKey.Slice(At("2025-03-20T10:00:00Z")))).Events.Total);
        Assert.Equal(4, (await _world.HourAsync("2025-03-20T10:00Z")).Events.Total);
    }

    private static async Task StoreAndArchiveAsync(RollupWorld world, params string[] instants)
    {
        await world.DrainAsync([.. instants.Select(at => EventOf(at))]);
        await world.RefreshAsync();
        foreach (var day in await world.Raw.GetDaysAsync(Token))
        {
            await world.Events.Archiver().RunAsync(day, Token);
        }
    }
}
