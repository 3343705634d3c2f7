using Moq;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Raw;
using Pipeline.Testing;

namespace Pipeline.Contracts.Drain;

/// <summary>
/// What becomes of events that the store refused when their message was settled, not deleted and delivered again, whatever stores lie
/// behind it. By the second delivery the store takes them.
/// </summary>
public abstract class RedeliveryContract
{
    private const int Count = 3;

    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);
    private static readonly Guid Retry = Guid.NewGuid();
    private static readonly QuarantineFilter All = new();
    private static readonly LedgerTotals AllQuarantined = new(Count, 0, 0, 0, Count, 0, 0);
    private static readonly LedgerTotals AllStored = new(Count, Count, 0, 0, 0, 0, 0);

    private readonly string _body = Builders.Body(
        Producer, 0, [.. Enumerable.Range(0, Count).Select(i => Builders.EventItem(Builders.EventJson(Guid.NewGuid(), Builders.Noon.AddSeconds(i))))]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the stores on this test's own storage, empty at first.</summary>
    private protected abstract Task<DrainStores> OpenAsync();

    [Theory]
    [InlineData(false, QuarantineSource.Drain)]
    [InlineData(true, QuarantineSource.Drain)]
    [InlineData(false, QuarantineSource.DeadLetterSweep)]
    [InlineData(true, QuarantineSource.DeadLetterSweep)]
    public async Task Store_RefusedOnceStoredNow_ResolvesTheEntriesAndCountsEachOnce(bool isPosted, QuarantineSource source)
    {
        var stores = await OpenAsync();
        await RefuseAsync(stores, isPosted);

        await DeliverAsync(stores, 2, source);

        Assert.Equal(AllStored, await stores.GetTotalsAsync(Token));
        var entries = await stores.Quarantine.ListAsync(All, after: null, 10, Token);
        Assert.All(entries, entry => Assert.Equal((QuarantineState.Resolved, new Resolution(1, 0)), (entry.State, entry.Resolution)));

        await DeliverAsync(stores, 3, source);
        await PostAsync(stores);

        Assert.Equal(AllStored, await stores.GetTotalsAsync(Token));
        Assert.Equal(entries.Select(entry => entry.Version), (await stores.Quarantine.ListAsync(All, after: null, 10, Token)).Select(entry => entry.Version));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_RetriedMeanwhile_CountsEachOnce(bool isPosted)
    {
        var stores = await OpenAsync();
        await RefuseAsync(stores, isPosted);
        await ClaimAsync(stores);
        await stores.Retrier().RetryAsync(await stores.Quarantine.GetClaimedAsync(Retry, 10, Token), [], "ana", Token);

        await DeliverAsync(stores, 2);

        Assert.Equal(AllStored, await stores.GetTotalsAsync(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_ClaimedMeanwhile_LeavesThemToTheRetryAndCountsEachOnce(bool isPosted)
    {
        var stores = await OpenAsync();
        await RefuseAsync(stores, isPosted);
        await ClaimAsync(stores);

        await DeliverAsync(stores, 2);
        Assert.Equal(AllQuarantined, await stores.GetTotalsAsync(Token));
        await stores.Retrier().RetryAsync(await stores.Quarantine.GetClaimedAsync(Retry, 10, Token), [], "ana", Token);

        Assert.Equal(AllStored, await stores.GetTotalsAsync(Token));
    }

    [Fact]
    public async Task Store_DiscardedMeanwhile_CountsWhatIsStoredAsStored()
    {
        var stores = await OpenAsync();
        await RefuseAsync(stores, isPosted: true);
        await stores.Quarantine.DiscardAsync(All, new(Builders.Noon, "ana", QuarantineAction.Discarded, "old"), Token);

        await DeliverAsync(stores, 2);

        Assert.Equal(AllStored, await stores.GetTotalsAsync(Token));
    }

    [Fact]
    public async Task Store_RefusedAgain_StaysInQuarantine()
    {
        var stores = await OpenAsync();
        await RefuseAsync(stores, isPosted: false);
        await RefuseAsync(stores, isPosted: true, receiveCount: 2);

        Assert.Equal(Count, await stores.Quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, Token));
    }

    private async Task RefuseAsync(DrainStores stores, bool isPosted, int receiveCount = 1)
    {
        var raw = new Mock<IRawStore>();
        raw.Setup(store => store.InsertAsync(It.IsAny<DateOnly>(), It.IsAny<IReadOnlyList<RawEvent>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new PermanentStorageException("the day is damaged"));
        await DeliverAsync(stores with { Raw = raw.Object }, receiveCount);
        if (isPosted)
        {
            await PostAsync(stores);
        }

        Assert.Equal(AllQuarantined, await stores.GetTotalsAsync(Token));
    }

    private async Task DeliverAsync(DrainStores stores, int receiveCount, QuarantineSource source = QuarantineSource.Drain)
    {
        var message = DrainStores.Decode(_body, "m1", receiveCount) with { Source = source };
        await stores.Storer().StoreAsync([message], lastTry: false, Token);
        Assert.True(message.IsSettled);
    }

    private static Task PostAsync(DrainStores stores) => stores.Bookkeeper().PostAsync(queueIsEmpty: true, Token);

    private static Task ClaimAsync(DrainStores stores) =>
        stores.Quarantine.ClaimAsync(All, Retry, new(Builders.Noon, "ana", QuarantineAction.Claimed), Token);
}
