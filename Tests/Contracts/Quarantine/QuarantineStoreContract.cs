using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Contracts.Quarantine;

/// <summary>What <see cref="IQuarantineStore"/> promises, whatever lies behind it.</summary>
public abstract class QuarantineStoreContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Producer = Guid.Parse("8c5b9c1e-5a4e-4b62-9f0e-2f3a6d1c7b01");
    private static readonly Guid Retry = Guid.Parse("11111111-2222-3333-4444-555555555555");
    private static readonly QuarantineFilter All = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IQuarantineStore> CreateAsync();

    [Fact]
    public async Task Add_Entries_AreReadBackUnchanged()
    {
        var store = await CreateAsync();
        QuarantineEntry[] entries =
        [
            Entry("1", 0) with { Kind = QuarantineKind.Profile, Payload = "{\"a\":\"ü🛒\u0000\"}", Detail = "" },
            Entry("2", 1) with
            {
                Kind = QuarantineKind.Message, Payload = new string('x', 60_000), Items = null, Source = QuarantineSource.DeadLetterSweep,
                Attempts = 5, History = [Change(QuarantineAction.Quarantined), Change(QuarantineAction.Edited, "ü")],
            },
        ];

        AssertSame(entries, await store.AddAsync(entries, Token));

        AssertSame(entries.Reverse(), await store.ListAsync(All, after: null, 10, Token));
        AssertSame([entries[0]], [(await store.FindAsync("1", Token))!]);
        Assert.Null(await store.FindAsync("3", Token));
        AssertSame([entries[1]], await store.FindAsync(["2", "3", "2"], Token));
        Assert.Empty(await store.FindAsync(["3"], Token));
    }

    [Fact]
    public async Task Add_KnownId_LeavesTheFirstAsItIsAndTellsOfTheNewOnly()
    {
        var store = await CreateAsync();
        var first = Entry("1", 0);
        await store.AddAsync([first], Token);

        var added = await store.AddAsync([first with { Reason = "other", LastSeenAt = Noon.AddHours(1) }, Entry("2", 5)], Token);

        AssertSame([Entry("2", 5)], added);
        AssertSame([first], [(await store.FindAsync("1", Token))!]);
    }

    [Fact]
    public async Task Add_ThenReopen_KeepsTheEntries()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("1", 0)], Token);

        var reopened = await CreateAsync();
        await reopened.AddAsync([Entry("1", 9)], Token);

        AssertSame([Entry("1", 0)], await reopened.ListAsync(All, after: null, 10, Token));
    }

    [Fact]
    public async Task List_PageByPage_ShowsEachOnceLatestFirst()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("c", 3), Entry("a", 1), Entry("b", 3), Entry("d", 2)], Token);

        var first = await store.ListAsync(All, after: null, 2, Token);
        await store.AddAsync([Entry("new", 9)], Token);
        var second = await store.ListAsync(All, QuarantinePosition.After(first[^1]), 10, Token);

        Assert.Equal(["c", "b"], first.Select(entry => entry.Id));
        Assert.Equal(["d", "a"], second.Select(entry => entry.Id));
    }

    public static TheoryData<string, QuarantineFilter, string> Filters => new()
    {
        { "ids", new QuarantineFilter { Ids = ["1", "3", "no"] }, "31" },
        { "reason", new QuarantineFilter { Reason = "refused.store" }, "2" },
        { "source", new QuarantineFilter { Source = QuarantineSource.DeadLetterSweep }, "3" },
        { "kind", new QuarantineFilter { Kind = QuarantineKind.Profile }, "2" },
        { "from", new QuarantineFilter { From = Noon.AddMinutes(2) }, "32" },
        { "between milliseconds", new QuarantineFilter { From = Noon.AddMinutes(2).AddTicks(1) }, "3" },
        { "to", new QuarantineFilter { To = Noon.AddMinutes(2) }, "1" },
        { "state", new QuarantineFilter { State = QuarantineState.Discarded }, "3" },
        { "text in payload", new QuarantineFilter { Text = "LAMP (100%_" }, "1" },
        { "text in detail", new QuarantineFilter { Text = "too Long" }, "321" },
        { "text folds ASCII only", new QuarantineFilter { Text = "É" }, "" },
        { "several", new QuarantineFilter { Ids = ["1", "2"], Kind = QuarantineKind.Event }, "1" },
        { "none", new QuarantineFilter(), "321" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_OfAnyKind_MeansTheSameInEveryQuestion(string name, QuarantineFilter filter, string ids)
    {
        var store = await CreateAsync();
        await store.AddAsync(
            [
                Entry("1", 1) with { Payload = "{\"q\":\"Lamp (100%_\\u00e9é\"}" },
                Entry("2", 2) with { Kind = QuarantineKind.Profile, Reason = "refused.store" },
                Entry("3", 3) with { Source = QuarantineSource.DeadLetterSweep, State = QuarantineState.Discarded },
            ],
            Token);

        Assert.Equal(ids, string.Concat((await store.ListAsync(filter, after: null, 10, Token)).Select(entry => entry.Id)));
        Assert.Equal(ids.Length, await store.CountAsync(filter, Token));
        Assert.True(ids.Length == (await store.GroupAsync(filter, Token)).Sum(group => group.Count), name);
    }

    [Fact]
    public async Task Group_Entries_CountsReasonsAndStatesMostFirst()
    {
        var store = await CreateAsync();
        await store.AddAsync(
            [
                Entry("1", 1) with { Reason = "b" }, Entry("2", 2) with { Reason = "a" }, Entry("3", 3) with { Reason = "b" },
                Entry("4", 4) with { Reason = "b", State = QuarantineState.Discarded },
            ],
            Token);

        Assert.Equal(
            [
                new QuarantineGroup("b", QuarantineState.Open, 2, Noon.AddMinutes(1), Noon.AddMinutes(3)),
                new QuarantineGroup("a", QuarantineState.Open, 1, Noon.AddMinutes(2), Noon.AddMinutes(2)),
                new QuarantineGroup("b", QuarantineState.Discarded, 1, Noon.AddMinutes(4), Noon.AddMinutes(4)),
            ],
            await store.GroupAsync(All, Token));
    }

    [Fact]
    public async Task Claim_ByTwoRetries_GivesEachEntryToOne()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("1", 1), Entry("2", 2), Entry("3", 3)], Token);
        var other = Guid.NewGuid();

        Assert.Equal(2, await store.ClaimAsync(new QuarantineFilter { Ids = ["3", "1"] }, Retry, Change(QuarantineAction.Claimed), Token));
        Assert.Equal(0, await store.ClaimAsync(new QuarantineFilter { Ids = ["3", "1"] }, Retry, Change(QuarantineAction.Claimed), Token));
        Assert.Equal(1, await store.ClaimAsync(All, other, Change(QuarantineAction.Claimed, minute: 20), Token));

        Assert.Equal(["1", "3"], (await store.GetClaimedAsync(Retry, 10, Token)).Select(entry => entry.Id));
        var claimed = Assert.Single(await store.GetClaimedAsync(other, 10, Token));
        Assert.Equal((QuarantineState.Retrying, other, 1), (claimed.State, claimed.Retry, claimed.Version));
        Assert.Equal([Change(QuarantineAction.Claimed, minute: 20)], claimed.History);
        Assert.Equal(["1"], (await store.GetClaimedAsync(Retry, 1, Token)).Select(entry => entry.Id));
        Assert.Equal([Retry], await store.GetClaimantsAsync(Noon.AddMinutes(20), Token));
    }

    [Fact]
    public async Task Update_ClaimedEntry_IsOutOfItsRetryAndCounted()
    {
        var store = await CreateAsync();
        await store.AddAsync([.. Enumerable.Range(0, 5).Select(number => Entry($"{number}", number))], Token);
        await store.ClaimAsync(All, Retry, Change(QuarantineAction.Claimed), Token);
        var claimed = await store.GetClaimedAsync(Retry, 10, Token);

        Assert.True(await UpdateAsync(claimed[0] with { State = QuarantineState.Resolved, Resolution = new(1, 0) }));
        Assert.True(await UpdateAsync(claimed[1] with { State = QuarantineState.Resolved, Resolution = new(0, 1) }));
        Assert.True(await UpdateAsync(claimed[2] with { State = QuarantineState.Open, Reason = "invalid.page", Attempts = 2, EditedPayload = "{1}" }));
        Assert.True(await UpdateAsync(claimed[3] with { State = QuarantineState.Open, LastSeenAt = Noon.AddHours(1) }));

        Assert.Equal(["4"], (await store.GetClaimedAsync(Retry, 10, Token)).Select(entry => entry.Id));
        Assert.Equal(
            [new RetryCounts("invalid.userId", 1, 1, 1, 1), new RetryCounts("invalid.page", 0, 0, 1, 0)],
            await store.GetRetryAsync(Retry, Token));
        var failed = (await store.FindAsync("2", Token))!;
        Assert.Equal(("{1}", "{}", 2, 2), (failed.EditedPayload, failed.Payload, failed.Attempts, failed.History.Count));
        Assert.Equal(0, await store.ClaimAsync(All, Retry, Change(QuarantineAction.Claimed), Token));

        Task<bool> UpdateAsync(QuarantineEntry entry) => store.UpdateAsync(entry, Change(QuarantineAction.FailedAgain), Token);
    }

    [Fact]
    public async Task Update_ChangedMeanwhile_IsRefused()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("1", 0)], Token);
        var read = (await store.FindAsync("1", Token))!;
        await store.ClaimAsync(All, Retry, Change(QuarantineAction.Claimed), Token);

        Assert.False(await store.UpdateAsync(read with { State = QuarantineState.Discarded }, Change(QuarantineAction.Discarded), Token));

        Assert.Equal(QuarantineState.Retrying, (await store.FindAsync("1", Token))!.State);
    }

    [Fact]
    public async Task Release_OfARetry_OpensWhatItHasNotTried()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("1", 1), Entry("2", 2)], Token);
        await store.ClaimAsync(All, Retry, Change(QuarantineAction.Claimed), Token);
        var first = (await store.GetClaimedAsync(Retry, 1, Token))[0];
        await store.UpdateAsync(first with { State = QuarantineState.Resolved, Resolution = new(1, 0) }, Change(QuarantineAction.Resolved), Token);

        Assert.Equal(1, await store.ReleaseAsync(Retry, Change(QuarantineAction.Released), Token));

        Assert.Equal((QuarantineState.Open, null), ((await store.FindAsync("2", Token))!.State, (await store.FindAsync("2", Token))!.Retry));
        Assert.Empty(await store.GetClaimantsAsync(Noon.AddYears(1), Token));
        Assert.Equal(1, await store.ClaimAsync(All, Retry, Change(QuarantineAction.Claimed), Token));
    }

    [Fact]
    public async Task Discard_Filter_TakesOpenEntriesOnly()
    {
        var store = await CreateAsync();
        await store.AddAsync([Entry("1", 1), Entry("2", 2), Entry("3", 3) with { Reason = "other" }], Token);
        await store.ClaimAsync(new QuarantineFilter { Ids = ["1"] }, Retry, Change(QuarantineAction.Claimed), Token);

        var discarded = await store.DiscardAsync(
            new QuarantineFilter { Reason = "invalid.userId" }, Change(QuarantineAction.Discarded, "a test shop"), Token);

        Assert.Equal(1, discarded);
        var entry = (await store.FindAsync("2", Token))!;
        Assert.Equal(QuarantineState.Discarded, entry.State);
        Assert.Equal([Change(QuarantineAction.Discarded, "a test shop")], entry.History);
        Assert.Equal(1, await store.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, Token));
    }

    [Fact]
    public async Task Moved_Resolutions_AreSummedBySumOfTheLedger()
    {
        var store = await CreateAsync();
        await store.AddAsync(
            [
                Moved("1", QuarantineAccount.Rejected, 1, 0), Moved("2", QuarantineAccount.Rejected, 30, 7),
                Moved("3", QuarantineAccount.Quarantined, 0, 1),
                // Counted as stored already, not known to the ledger, and not resolved.
                Moved("4", QuarantineAccount.Stored, 0, 1), Moved("5", QuarantineAccount.Rejected, 5, 5) with { Items = null }, Entry("6", 6),
            ],
            Token);

        Assert.Equal(
            [new MovedItems(QuarantineAccount.Rejected, 31, 7), new MovedItems(QuarantineAccount.Quarantined, 0, 1)],
            await store.GetMovedAsync(Token));
    }

    [Fact]
    public async Task MovedByHour_Resolutions_AreSummedByProducerAndHourOfReceipt()
    {
        var store = await CreateAsync();
        var other = Guid.NewGuid();
        await store.AddAsync(
            [
                At("1", Noon.AddMilliseconds(-1)), At("2", Noon), At("3", Noon.AddMinutes(59)), At("4", Noon.AddHours(1)), At("5", Noon.AddHours(2)),
                Moved("6", QuarantineAccount.Quarantined, 0, 2) with { ReceivedAt = Noon },
                Moved("7", QuarantineAccount.Rejected, 4, 0) with { Items = new QuarantinedItems(other, 1, 40, QuarantineAccount.Rejected) },
                Moved("8", QuarantineAccount.Stored, 0, 1), Entry("9", 6),
            ],
            Token);

        Assert.Equal(
            new HashSet<MovedHour>
            {
                new(Producer, Noon, new MovedItems(QuarantineAccount.Rejected, 2, 2)),
                new(Producer, Noon, new MovedItems(QuarantineAccount.Quarantined, 0, 2)),
                new(Producer, Noon.AddHours(1), new MovedItems(QuarantineAccount.Rejected, 1, 1)),
                new(other, Noon, new MovedItems(QuarantineAccount.Rejected, 4, 0)),
            },
            (await store.GetMovedByHourAsync(Noon, Noon.AddHours(2), Token)).ToHashSet());

        static QuarantineEntry At(string id, DateTimeOffset receivedAt) =>
            Moved(id, QuarantineAccount.Rejected, 1, 1) with { ReceivedAt = receivedAt };
    }

    [Fact]
    public async Task Anything_NothingAdded_IsEmpty()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.ListAsync(All, after: null, 10, Token));
        Assert.Empty(await store.GroupAsync(All, Token));
        Assert.Empty(await store.GetMovedAsync(Token));
        Assert.Empty(await store.GetRetryAsync(Retry, Token));
        Assert.Equal(0, await store.CountAsync(All, Token));
        Assert.Equal(0, await store.ClaimAsync(All, Retry, Change(QuarantineAction.Claimed), Token));
    }

    private static QuarantineEntry Moved(string id, QuarantineAccount account, int stored, int duplicate) => Entry(id, 0) with
    {
        State = QuarantineState.Resolved,
        Items = new QuarantinedItems(Producer, 1, 40, account),
        Resolution = new Resolution(stored, duplicate),
        Retry = Retry,
    };

    private static QuarantineChange Change(QuarantineAction what, string? detail = null, int minute = 10) =>
        new(Noon.AddMinutes(minute), "ana", what, detail);

    private static QuarantineEntry Entry(string id, int minute) => new(
        id,
        QuarantineKind.Event,
        "invalid.userId",
        "userId: too long (got 300 characters)",
        "{}",
        QuarantineSource.Drain,
        "message-1",
        new QuarantinedItems(Producer, 41, 1, QuarantineAccount.Rejected),
        Noon,
        Noon.AddMinutes(minute),
        Noon.AddMinutes(minute),
        1);

    // Records compare lists by reference.
    private static void AssertSame(IEnumerable<QuarantineEntry> expected, IEnumerable<QuarantineEntry> actual) =>
        Assert.Equivalent(expected.ToList(), actual.ToList(), strict: true);
}
