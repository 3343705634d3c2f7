using System.Text.Json;
using Pipeline.Contracts.Drain;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Storing.Retries;
using Pipeline.Testing;

namespace Pipeline.Contracts.Retries;

/// <summary>What a retry of failed batches promises, whatever stores lie behind it.</summary>
public abstract class RetryContract
{
    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);
    private static readonly Guid Retry = Guid.NewGuid();
    private static readonly QuarantineFilter All = new();
    private static readonly PayloadRule NameTheUser = new(PayloadOp.Rename, "/usr", To: "userId");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the stores on this test's own storage, empty at first.</summary>
    private protected abstract Task<DrainStores> OpenAsync();

    [Fact]
    public async Task Retry_WithARuleThatMends_StoresEachOnceAndMovesItInTheLedger()
    {
        var stores = await OpenAsync();
        await DrainAsync(stores, [Good(1), Nameless(2), Good(3), Nameless(4)]);
        await PostAsync(stores);
        Assert.Equal(new LedgerTotals(4, 2, 0, 2, 0, 0, 0), await stores.GetTotalsAsync(Token));
        var claimed = await ClaimAsync(stores);

        Assert.Equal(0, await stores.Retrier().RetryAsync(claimed, [NameTheUser], "ana", Token));

        Assert.Equal(new LedgerTotals(4, 4, 0, 0, 0, 0, 0), await stores.GetTotalsAsync(Token));
        Assert.Equal(4, await stores.Raw.CountAsync(Day, Token));
        Assert.Equal([new RetryCounts("invalid.userId", 2, 0, 0, 0)], await stores.Quarantine.GetRetryAsync(Retry, Token));
        var mended = (await stores.Quarantine.FindAsync(claimed[0].Id, Token))!;
        Assert.Equal((QuarantineState.Resolved, claimed[0].Payload), (mended.State, mended.Payload));
        Assert.Equal(
            [QuarantineAction.Quarantined, QuarantineAction.Claimed, QuarantineAction.Edited, QuarantineAction.Resolved],
            mended.History.Select(change => change.What));
        Assert.Equal(["drain", "ana", "ana", "ana"], mended.History.Select(change => change.Who));
    }

    [Fact]
    public async Task Retry_DiesBetweenStoringAndNoting_StoresNothingTwice()
    {
        var stores = await OpenAsync();
        await DrainAsync(stores, [Nameless(1)]);
        await ClaimAsync(stores);
        // The id is not in the payload, so that each try could make another one.
        PayloadRule[] rules = [NameTheUser, new(PayloadOp.Remove, "/eventId"), new(PayloadOp.Remove, "/timestamp")];

        await stores.Retrier().RetryAsync(await ClaimedAsync(stores), rules, "ana", Token);
        var noted = (await stores.Quarantine.ListAsync(All, after: null, 10, Token))[0];
        await stores.Quarantine.UpdateAsync(
            noted with { State = QuarantineState.Retrying, Resolution = default }, noted.History[0], Token);
        await stores.Retrier().RetryAsync(await ClaimedAsync(stores), rules, "ana", Token);

        Assert.Equal([new RetryCounts("invalid.userId", 1, 0, 0, 0)], await stores.Quarantine.GetRetryAsync(Retry, Token));
        Assert.Equal(new LedgerTotals(1, 1, 0, 0, 0, 0, 0), await stores.GetTotalsAsync(Token));
        Assert.Equal(1, await stores.Raw.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Retry_NothingMended_FailsAgainWithTheSameWords()
    {
        var stores = await OpenAsync();
        await DrainAsync(stores, [Nameless(1)]);
        var claimed = await ClaimAsync(stores);

        Assert.Equal(1, await stores.Retrier().RetryAsync(claimed, [], "ana", Token));

        var failed = (await stores.Quarantine.FindAsync(claimed[0].Id, Token))!;
        Assert.Equal(
            (QuarantineState.Open, claimed[0].Reason, claimed[0].Detail, 2),
            (failed.State, failed.Reason, failed.Detail, failed.Attempts));
        Assert.Equal([new RetryCounts("invalid.userId", 0, 0, 1, 0)], await stores.Quarantine.GetRetryAsync(Retry, Token));
        Assert.Equal(new LedgerTotals(1, 0, 0, 1, 0, 0, 0), await stores.GetTotalsAsync(Token));
    }

    [Fact]
    public async Task Retry_OfWhatAnotherEnvelopeHasStored_IsADuplicate()
    {
        var stores = await OpenAsync();
        var id = Guid.NewGuid();
        await DrainAsync(stores, [Builders.EventItem(Builders.EventJson(id, Builders.Noon, "u1", "s1")), Item(id, "usr")]);
        var claimed = await ClaimAsync(stores);

        await stores.Retrier().RetryAsync(claimed, [NameTheUser], "ana", Token);

        Assert.Equal([new RetryCounts("invalid.userId", 0, 1, 0, 0)], await stores.Quarantine.GetRetryAsync(Retry, Token));
        Assert.Equal(new LedgerTotals(2, 1, 1, 0, 0, 0, 0), await stores.GetTotalsAsync(Token));
    }

    [Fact]
    public async Task Retry_OfAWholeMessage_StoresItsItemsAndSetsTheRestAside()
    {
        var stores = await OpenAsync();
        var body = Builders.Body(Producer, 0, Good(1), Nameless(2), Good(3));
        await stores.Storer().StoreAsync([DrainStores.Decode(body.Replace("\"events\"", "\"evnts\"", StringComparison.Ordinal), "m1")], lastTry: false, Token);
        Assert.Equal(new LedgerTotals(3, 0, 0, 3, 0, 0, 0), await stores.GetTotalsAsync(Token));
        var claimed = Assert.Single(await ClaimAsync(stores));
        await stores.Quarantine.UpdateAsync(claimed with { EditedPayload = body }, claimed.History[0], Token);

        await stores.Retrier().RetryAsync(await ClaimedAsync(stores), [], "ana", Token);

        Assert.Equal(new LedgerTotals(3, 2, 0, 1, 0, 0, 0), await stores.GetTotalsAsync(Token));
        var rest = Assert.Single(await stores.Quarantine.ListAsync(new QuarantineFilter { State = QuarantineState.Open }, after: null, 10, Token));
        Assert.Equal((QuarantineKind.Event, QuarantineSource.Retry, "invalid.userId"), (rest.Kind, rest.Source, rest.Reason));
        Assert.Equal(QuarantineState.Resolved, (await stores.Quarantine.FindAsync("m1", Token))!.State);
    }

    [Fact]
    public async Task Preview_OfEveryKind_ForetellsAndChangesNothing()
    {
        var stores = await OpenAsync();
        var id = Guid.NewGuid();
        await DrainAsync(stores, [Builders.EventItem(Builders.EventJson(id, Builders.Noon, "u1", "s1")), Item(id, "usr"), Nameless(2), Item(Guid.NewGuid(), "who")]);
        var entries = (await stores.Quarantine.ListAsync(All, after: null, 10, Token)).OrderBy(entry => entry.Items!.Sequence).ToList();

        var foreseen = await stores.Preview().PreviewAsync(entries, [NameTheUser], Token);

        Assert.Equal([RetryForecast.AlreadyThere, RetryForecast.Store, RetryForecast.Fail], foreseen.Select(entry => entry.Forecast));
        Assert.Equal([null, null, entries[2].Detail], foreseen.Select(entry => entry.Fault));
        Assert.Contains("\"userId\":\"u1\"", foreseen[1].After, StringComparison.Ordinal);
        Assert.Equal(1, await stores.Raw.CountAsync(Day, Token));
        Assert.All(await stores.Quarantine.ListAsync(All, after: null, 10, Token), entry => Assert.Equal(0, entry.Version));
    }

    private static DateOnly Day => DateOnly.FromDateTime(Builders.Noon.UtcDateTime);

    private static Task DrainAsync(DrainStores stores, EnvelopeItem[] items) =>
        stores.Storer().StoreAsync([DrainStores.Decode(Builders.Body(Producer, 0, items), "m1")], lastTry: false, Token);

    private static Task PostAsync(DrainStores stores) => stores.Bookkeeper().PostAsync(queueIsEmpty: true, Token);

    private static async Task<IReadOnlyList<QuarantineEntry>> ClaimAsync(DrainStores stores)
    {
        await stores.Quarantine.ClaimAsync(All, Retry, new(Builders.Noon, "ana", QuarantineAction.Claimed), Token);
        return await ClaimedAsync(stores);
    }

    private static Task<IReadOnlyList<QuarantineEntry>> ClaimedAsync(DrainStores stores) => stores.Quarantine.GetClaimedAsync(Retry, 100, Token);

    private static EnvelopeItem Good(int number) => Item(Guid.NewGuid(), "userId", number);

    private static EnvelopeItem Nameless(int number) => Item(Guid.NewGuid(), "usr", number);

    private static EnvelopeItem Item(Guid id, string userField, int second = 0) => Builders.EventItem(JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["eventId"] = id.ToString(),
            ["timestamp"] = Builders.Noon.AddSeconds(second).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            [userField] = "u1",
            ["sessionId"] = "s1",
            ["eventType"] = "PAGE_VIEW",
            ["page"] = "/home",
        }));
}
