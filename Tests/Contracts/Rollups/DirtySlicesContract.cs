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

        await AssertStatusAsync(slices, waiting: 0, setAside: 0);
        Assert.Empty(await WaitingAsync(slices));
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(20, 10)]
    public async Task Mark_Twice_KeepsTheOldestReceiptAndChangesTheVersion(int first, int second)
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(first), Token);
        var before = Assert.Single(await WaitingAsync(slices));

        await slices.MarkAsync([At(0)], At(second), Token);

        var after = Assert.Single(await WaitingAsync(slices));
        Assert.Equal((At(0), At(10)), (after.Start, after.ReceivedAt));
        Assert.NotEqual(before.Version, after.Version);
    }

    [Fact]
    public async Task GetWaiting_Limit_KeepsThoseReceivedFirst()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(5)], At(30), Token);
        await slices.MarkAsync([At(9)], At(10), Token);
        await slices.MarkAsync([At(1)], At(20), Token);

        Assert.Equal([At(9), At(1)], (await WaitingAsync(slices, limit: 2)).Select(slice => slice.Start));
        await AssertStatusAsync(slices, waiting: 3, setAside: 0);
    }

    [Fact]
    public async Task GetWaiting_Priorities_AreApart()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0), At(-2 * 24 * 60)], At(1), Token);
        await slices.MarkForRebuildAsync([At(7), At(3)], Token);

        Assert.Equal([At(0)], (await WaitingAsync(slices)).Select(slice => slice.Start));
        Assert.Equal([At(-2 * 24 * 60)], (await WaitingAsync(slices, MarkPriority.Late)).Select(slice => slice.Start));
        var rebuild = await WaitingAsync(slices, MarkPriority.Rebuild);
        Assert.Equal([At(3), At(7)], rebuild.Select(slice => slice.Start));
        Assert.All(rebuild, slice => Assert.Equal((MarkPriority.Rebuild, 9999), (slice.Priority, slice.ReceivedAt.Year)));
        Assert.Equal(2, (await AssertStatusAsync(slices, waiting: 4, setAside: 0)).Rebuilding);
        await slices.SetAsideAsync([rebuild[0]], "unreadable", At(8), At(20), Token);
        Assert.Equal(1, (await AssertStatusAsync(slices, waiting: 3, setAside: 1)).Rebuilding);
    }

    [Fact]
    public async Task Mark_FiveThousandDaysAtOnce_LeavesTheSlicesOfNowFirst()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([.. Enumerable.Range(2, 5_000).Select(day => At(-day * 24 * 60))], At(0), Token);

        await slices.MarkAsync([At(1)], At(1), Token);

        Assert.Equal([At(1)], (await WaitingAsync(slices)).Select(slice => slice.Start));
        Assert.Equal(5_000, (await WaitingAsync(slices, MarkPriority.Late, limit: 10_000)).Count);
    }

    [Fact]
    public async Task Mark_LessUrgentThanBefore_KeepsPriorityAndReceipt()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(1), Token);

        await slices.MarkForRebuildAsync([At(0)], Token);
        await slices.MarkAsync([At(0)], At(3 * 24 * 60), Token);

        var mark = Assert.Single(await WaitingAsync(slices));
        Assert.Equal((MarkPriority.Current, At(1)), (mark.Priority, mark.ReceivedAt));
    }

    [Fact]
    public async Task Mark_MoreUrgentThanBefore_RaisesThePriority()
    {
        var slices = await CreateAsync();
        await slices.MarkForRebuildAsync([At(0)], Token);

        await slices.MarkAsync([At(0)], At(1), Token);

        Assert.Equal(At(1), Assert.Single(await WaitingAsync(slices)).ReceivedAt);
        Assert.Empty(await WaitingAsync(slices, MarkPriority.Rebuild));
    }

    [Fact]
    public async Task Clear_UnchangedMark_RemovesItAlone()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0), At(1)], At(10), Token);
        var read = await WaitingAsync(slices, limit: 1);

        await slices.ClearAsync(read, Token);
        await slices.ClearAsync(read, Token);

        Assert.Equal(At(1), Assert.Single(await WaitingAsync(slices)).Start);
    }

    [Fact]
    public async Task Clear_MarkRenewedSinceRead_StaysDirty()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var read = await WaitingAsync(slices);
        await slices.MarkAsync([At(0)], At(11), Token);

        await slices.ClearAsync(read, Token);

        await AssertStatusAsync(slices, waiting: 1, setAside: 0);
    }

    [Fact]
    public async Task Clear_MarkMadeAnewAfterItWasCleared_StaysDirty()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var slowRead = await WaitingAsync(slices);
        await slices.ClearAsync(slowRead, Token);
        await slices.MarkAsync([At(0)], At(11), Token);

        await slices.ClearAsync(slowRead, Token);

        Assert.Equal(At(11), Assert.Single(await WaitingAsync(slices)).ReceivedAt);
    }

    [Fact]
    public async Task SetAside_Marks_WaitUntilTheirTimeAndAreListed()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0), At(1)], At(10), Token);
        var read = await WaitingAsync(slices, limit: 1);

        await slices.SetAsideAsync(read, "too large", At(20), At(30), Token);

        Assert.Equal([At(1)], (await WaitingAsync(slices)).Select(slice => slice.Start));
        Assert.Equal([At(1)], (await WaitingAsync(slices, now: At(30).AddMilliseconds(-1))).Select(slice => slice.Start));
        Assert.Equal([(At(0), "too large"), (At(1), null)], (await WaitingAsync(slices, now: At(30))).Select(slice => (slice.Start, slice.Reason)));
        var status = await AssertStatusAsync(slices, waiting: 1, setAside: 1);
        Assert.Equal([new SetAsideSlice(At(0), "too large", At(20))], status.OldestSetAside);
    }

    [Fact]
    public async Task SetAside_Again_KeepsSinceWhenAndTakesTheNewReason()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        await slices.SetAsideAsync(await WaitingAsync(slices), "one", At(20), At(30), Token);

        await slices.SetAsideAsync(await WaitingAsync(slices, now: At(30)), "other", At(31), At(40), Token);

        Assert.Equal([new SetAsideSlice(At(0), "other", At(20))], (await slices.GetStatusAsync(Token)).OldestSetAside);
    }

    [Fact]
    public async Task SetAside_MarkRenewedSinceRead_ChangesNothing()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var read = await WaitingAsync(slices);
        await slices.MarkAsync([At(0)], At(11), Token);

        await slices.SetAsideAsync(read, "one", At(20), At(30), Token);

        await AssertStatusAsync(slices, waiting: 1, setAside: 0);
    }

    [Fact]
    public async Task Mark_SliceThatWasSetAside_WaitsNoLongerAndKeepsTheReason()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        await slices.SetAsideAsync(await WaitingAsync(slices), "one", At(20), At(30), Token);

        await slices.MarkForRebuildAsync([At(0)], Token);

        Assert.Equal("one", Assert.Single(await WaitingAsync(slices)).Reason);
        await AssertStatusAsync(slices, waiting: 0, setAside: 1);
        await slices.ClearAsync(await WaitingAsync(slices), Token);
        await AssertStatusAsync(slices, waiting: 0, setAside: 0);
    }

    [Fact]
    public async Task GetStatus_ManySetAside_ListsTheOldest()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([.. Enumerable.Range(0, 30).Select(At)], At(10), Token);
        foreach (var slice in await WaitingAsync(slices))
        {
            await slices.SetAsideAsync([slice], "one", At(100 - slice.Start.Minute), At(500), Token);
        }

        var status = await AssertStatusAsync(slices, waiting: 0, setAside: 30);

        Assert.Equal(Enumerable.Range(20, 10).Reverse().Select(At), status.OldestSetAside.Select(slice => slice.Start));
    }

    [Fact]
    public async Task Mark_ThenReopen_KeepsTheMarksAndNeverRepeatsAVersion()
    {
        var slices = await CreateAsync();
        await slices.MarkAsync([At(0)], At(10), Token);
        var read = await WaitingAsync(slices);

        var reopened = await CreateAsync();
        Assert.Equal(read, await WaitingAsync(reopened));
        await reopened.MarkAsync([At(0)], At(10), Token);
        await reopened.ClearAsync(read, Token);

        await AssertStatusAsync(reopened, waiting: 1, setAside: 0);
    }

    private static async Task<DirtyStatus> AssertStatusAsync(IDirtySlices slices, long waiting, long setAside)
    {
        var status = await slices.GetStatusAsync(Token);
        Assert.Equal((waiting, setAside), (status.Waiting, status.SetAside));
        return status;
    }

    private static Task<IReadOnlyList<DirtySlice>> WaitingAsync(
        IDirtySlices slices, MarkPriority priority = MarkPriority.Current, DateTimeOffset? now = null, int limit = 1_000) =>
        slices.GetWaitingAsync(priority, now ?? Noon, limit, Token);

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);
}
