using Pipeline.Core.Rollups;

namespace Pipeline.Contracts.Rollups;

/// <summary>What <see cref="IDirtySlices"/> promises, whatever lies behind it.</summary>
public abstract class DirtySlicesContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IDirtySlices> CreateAsync();

    [Fact]
    public async Task GetStatus_NothingMarked_IsEmpty()
    {
        var slices = await CreateAsync();

        Assert.Equal(new DirtyStatus(0, null), await slices.GetStatusAsync(Token));
        Assert.Empty(await slices.GetOldestAsync(10, Token));
    }

    [Fact]
    public async Task Mark_Slices_AreCountedWithTheOldestReceipt()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0), At(1)], At(10), Token);
        await slices.MarkAsync([At(1), At(2)], At(20), Token);

        Assert.Equal(new DirtyStatus(3, At(10)), await slices.GetStatusAsync(Token));
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(20, 10)]
    public async Task Mark_Twice_KeepsTheOldestReceiptAndChangesTheVersion(int first, int second)
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(first), Token);
        var before = Assert.Single(await slices.GetOldestAsync(10, Token));

        await slices.MarkAsync([At(0)], At(second), Token);

        var after = Assert.Single(await slices.GetOldestAsync(10, Token));
        Assert.Equal((At(0), At(10)), (after.Start, after.ReceivedAt));
        Assert.NotEqual(before.Version, after.Version);
    }

    [Fact]
    public async Task GetOldest_Limit_KeepsThoseReceivedFirst()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(5)], At(30), Token);
        await slices.MarkAsync([At(9)], At(10), Token);
        await slices.MarkAsync([At(1)], At(20), Token);

        Assert.Equal([At(9), At(1)], (await slices.GetOldestAsync(2, Token)).Select(slice => slice.Start));
    }

    [Fact]
    public async Task Clear_UnchangedMark_RemovesItAlone()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0), At(1)], At(10), Token);
        var read = await slices.GetOldestAsync(1, Token);

        await slices.ClearAsync(read, Token);
        await slices.ClearAsync(read, Token);

        Assert.Equal(At(1), Assert.Single(await slices.GetOldestAsync(10, Token)).Start);
    }

    [Fact]
    public async Task Clear_MarkRenewedSinceRead_StaysDirty()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var read = await slices.GetOldestAsync(10, Token);
        await slices.MarkAsync([At(0)], At(11), Token);

        await slices.ClearAsync(read, Token);

        Assert.Equal(1, (await slices.GetStatusAsync(Token)).Count);
    }

    [Fact]
    public async Task Clear_MarkMadeAnewAfterItWasCleared_StaysDirty()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var slowRead = await slices.GetOldestAsync(10, Token);
        await slices.ClearAsync(slowRead, Token);
        await slices.MarkAsync([At(0)], At(11), Token);

        await slices.ClearAsync(slowRead, Token);

        Assert.Equal(new DirtyStatus(1, At(11)), await slices.GetStatusAsync(Token));
    }

    [Fact]
    public async Task Mark_ThenReopen_KeepsTheMarksAndNeverRepeatsAVersion()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var read = await slices.GetOldestAsync(10, Token);

        var reopened = await CreateAsync();
        Assert.Equal(read, await reopened.GetOldestAsync(10, Token));
        await reopened.MarkAsync([At(0)], At(10), Token);
        await reopened.ClearAsync(read, Token);

        Assert.Equal(1, (await reopened.GetStatusAsync(Token)).Count);
    }

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);
}
