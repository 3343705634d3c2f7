using Pipeline.Core.Rollups;

namespace Pipeline.Contracts.Rollups;

/// <summary>What <see cref="IRollupProgress"/> promises, whatever lies behind it.</summary>
public abstract class RollupProgressContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IRollupProgress> CreateAsync();

    [Fact]
    public async Task CompleteThrough_SetInAnyOrder_NeverMovesBackwards()
    {
        var progress = await CreateAsync();
        Assert.Null(await progress.GetCompleteThroughAsync("UTC", Token));

        await progress.SetCompleteThroughAsync("UTC", Noon, Token);
        await progress.SetCompleteThroughAsync("UTC", Noon.AddMinutes(-1), Token);
        Assert.Equal(Noon, await progress.GetCompleteThroughAsync("UTC", Token));

        await progress.SetCompleteThroughAsync("UTC", Noon.AddMinutes(1), Token);
        Assert.Equal(Noon.AddMinutes(1), await (await CreateAsync()).GetCompleteThroughAsync("UTC", Token));
        Assert.Null(await (await CreateAsync()).GetCompleteThroughAsync("Europe/Berlin", Token));
    }

    [Fact]
    public async Task SliceBoundary_SetInAnyOrder_NeverMovesBackwards()
    {
        var progress = await CreateAsync();
        Assert.Null(await progress.GetSliceBoundaryAsync(Token));

        await progress.SetSliceBoundaryAsync(Noon, Token);
        await progress.SetSliceBoundaryAsync(Noon.AddDays(-1), Token);

        Assert.Equal(Noon, await (await CreateAsync()).GetSliceBoundaryAsync(Token));
    }

    [Fact]
    public async Task Zone_SetAndChanged_IsReadBackUnchanged()
    {
        var progress = await CreateAsync();
        Assert.Null(await progress.GetZoneAsync(Token));

        var first = ReportedZone.First("UTC", 7);
        Assert.True(await progress.TrySetZoneAsync(first, Token));
        var changed = first.ChangeTo("Asia/Kolkata", 12) with { MadeThrough = Noon };
        Assert.True(await progress.TrySetZoneAsync(changed, Token));

        var read = await (await CreateAsync()).GetZoneAsync(Token);
        Assert.Equivalent(changed, read, strict: true);
        Assert.Equal((12L, 0L, false), (read!.Since, read.Behind, read.IsComplete));
    }

    [Fact]
    public async Task Zone_SetByAnotherProcessMeanwhile_IsRefused()
    {
        var progress = await CreateAsync();
        var first = ReportedZone.First("UTC", 1);
        await progress.TrySetZoneAsync(first, Token);
        await progress.TrySetZoneAsync(first.ChangeTo("Asia/Kolkata", 2), Token);

        Assert.False(await progress.TrySetZoneAsync(first.ChangeTo("Europe/Berlin", 3), Token));
        Assert.False(await progress.TrySetZoneAsync(ReportedZone.First("Europe/Berlin", 4), Token));
        Assert.Equal("Asia/Kolkata", (await progress.GetZoneAsync(Token))!.Zone);
    }
}
