using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Ledger;

/// <summary>What <see cref="ILedgerStore"/> promises, whatever lies behind it.</summary>
public abstract class LedgerStoreContract
{
    private const int All = 1_000;

    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the ledger on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<ILedgerStore> CreateAsync();

    [Fact]
    public async Task Read_NothingStored_IsEmpty()
    {
        var book = await (await CreateAsync()).ReadAsync(All, Token);

        Assert.Empty(book.Entries);
        Assert.Empty(book.Accounts);
        Assert.Equal(0, book.Closed.Version);
    }

    [Fact]
    public async Task Record_ThenReopen_KeepsWhatTheEnvelopeSaid()
    {
        var producer = Guid.NewGuid();
        var entry = new LedgerEntry(producer, 5_000_000_000, 10, 4, 3, 2, 1, Noon.AddMilliseconds(7)) { Void = [new(3, 5), new(7, 9)], IsLast = true };
        await (await CreateAsync()).RecordAsync([entry], Token);

        var read = Assert.Single((await (await CreateAsync()).ReadAsync(All, Token)).Entries);

        Assert.Equal(entry.Void, read.Void);
        Assert.Equal(entry, read with { Void = entry.Void });
    }

    [Fact]
    public async Task Record_SameEnvelopeAgain_IsOneEntry()
    {
        var store = await CreateAsync();
        var producer = Guid.NewGuid();
        await store.RecordAsync([Entry(producer, 0, 10), Entry(producer, 0, 10), Entry(producer, 10, 10)], Token);

        await store.RecordAsync([Entry(producer, 0, 10)], Token);

        Assert.Equal([0, 10], (await store.ReadAsync(All, Token)).Entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task Record_HeartbeatsAndAnEnvelopeFromTheSameNumberOn_AreEntriesOfTheirOwn()
    {
        var store = await CreateAsync();
        var producer = Guid.NewGuid();

        await store.RecordAsync([Entry(producer, 7, 0), Entry(producer, 7, 0, minute: 1), Entry(producer, 7, 3, minute: 2)], Token);

        Assert.Equal([0, 0, 3], (await store.ReadAsync(All, Token)).Entries.Select(entry => entry.Count));
    }

    [Fact]
    public async Task Read_MoreEntriesThanAsked_GivesThatMany()
    {
        var store = await CreateAsync();
        var producer = Guid.NewGuid();
        await store.RecordAsync([.. Enumerable.Range(0, 5).Select(number => Entry(producer, number, 1))], Token);

        var first = (await store.ReadAsync(3, Token)).Entries;
        Assert.Equal(3, first.Count);

        await store.RemoveAsync(first, Token);
        Assert.Equal(2, (await store.ReadAsync(3, Token)).Entries.Count);
    }

    [Fact]
    public async Task Remove_SomeGoneAlready_RemovesTheOthersAlone()
    {
        var store = await CreateAsync();
        var producer = Guid.NewGuid();
        await store.RecordAsync([Entry(producer, 0, 10), Entry(producer, 10, 10)], Token);

        await store.RemoveAsync([Entry(producer, 0, 10), Entry(producer, 20, 10)], Token);

        Assert.Equal([10], (await store.ReadAsync(All, Token)).Entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task Put_ThenReopen_KeepsTheAccount()
    {
        var account = new LedgerAccount(Guid.NewGuid())
            .Post(new LedgerEntry(Guid.Empty, 10, 20, 8, 6, 4, 2, Noon) { Void = [new(2, 4)] }, Noon.AddMilliseconds(5))
            .Post(Entry(Guid.Empty, 29, 11), Noon)
            .Post(Entry(Guid.Empty, 5_000_000_000, 1, minute: 1), Noon.AddMinutes(1))
            .GiveUp(Noon.AddMinutes(10), Noon, TimeSpan.FromMinutes(9.5));
        Assert.True(await (await CreateAsync()).PutAsync(account, Token));

        var read = Assert.Single((await (await CreateAsync()).ReadAsync(All, Token)).Accounts);

        Assert.Equal(account.Holes, read.Holes);
        Assert.Equal(account.Hours, read.Hours);
        Assert.Equal([new(29, 40)], read.Surplus);
        Assert.Equal(
            account with { Version = 1 }, read with { Holes = account.Holes, Hours = account.Hours, Surplus = account.Surplus });
    }

    [Fact]
    public async Task Put_SomebodyElseHasWritten_WritesNothing()
    {
        var store = await CreateAsync();
        var account = new LedgerAccount(Guid.NewGuid()) { Stored = 1 };
        Assert.True(await store.PutAsync(account, Token));
        Assert.False(await store.PutAsync(account with { Stored = 2 }, Token));
        Assert.True(await store.PutAsync(account with { Version = 1, Stored = 3 }, Token));
        Assert.False(await store.PutAsync(account with { Version = 1, Stored = 4 }, Token));

        Assert.Equal((2, 3), (await store.ReadAsync(All, Token)).Accounts.Select(read => (read.Version, read.Stored)).Single());
    }

    [Fact]
    public async Task Put_AccountWasRemoved_DoesNotBringItBack()
    {
        var store = await CreateAsync();
        var (account, other) = (new LedgerAccount(Guid.NewGuid()), new LedgerAccount(Guid.NewGuid()));
        Assert.True(await store.PutAsync(account, Token));
        Assert.True(await store.PutAsync(other, Token));

        await store.RemoveAccountsAsync([account.Producer, Guid.NewGuid()], Token);

        Assert.False(await store.PutAsync(account with { Version = 1 }, Token));
        Assert.Equal([other.Producer], (await store.ReadAsync(All, Token)).Accounts.Select(read => read.Producer));
    }

    [Fact]
    public async Task PutClosed_ThenReopen_KeepsTheLatestAndRefusesOthers()
    {
        var store = await CreateAsync();
        var closed = new ClosedAccounts { Stored = 1, Lost = 2, LatestReceivedAt = Noon, Closing = [Guid.NewGuid()] };
        Assert.True(await store.PutClosedAsync(closed, Token));
        Assert.False(await store.PutClosedAsync(closed with { Stored = 5 }, Token));
        Assert.True(await store.PutClosedAsync(closed with { Version = 1, Stored = 3 }, Token));

        var read = (await (await CreateAsync()).ReadAsync(All, Token)).Closed;

        Assert.Equal(closed.Closing, read.Closing);
        Assert.Equal(closed with { Version = 2, Stored = 3 }, read with { Closing = closed.Closing });
    }

    [Fact]
    public async Task Everything_ManyAtOnce_EveryEnvelopeCountsOnceAtAnyTime()
    {
        var store = await CreateAsync();
        Guid[] producers = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        var recording = Task.Run(
            async () =>
            {
                // One envelope of each comes last, so that a hole is open all the time.
                foreach (var number in Enumerable.Range(0, 100).Except([3]).Append(3))
                {
                    await store.RecordAsync([.. producers.Select(producer => Entry(producer, 10 * number, 10, number))], Token);
                }
            },
            Token);
        Task[] posting = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                var bookkeeper = Open(store);
                while (!recording.IsCompleted)
                {
                    await bookkeeper.PostAsync(queueIsEmpty: false, Token);
                }
            },
            Token))];

        var reader = Open(store);
        var last = 0L;
        while (!recording.IsCompleted || posting.Any(poster => !poster.IsCompleted))
        {
            var totals = (await reader.ReadAsync(Token)).Totals;
            Assert.InRange(totals.Stored, last, 4_000);
            last = totals.Stored;
        }

        await Task.WhenAll([recording, .. posting]);
        await reader.PostAsync(queueIsEmpty: false, Token);
        Assert.Equal(new LedgerTotals(4_000, 4_000, 0, 0, 0, 0, 0), (await reader.ReadAsync(Token)).Totals);
        Assert.Empty((await store.ReadAsync(All, Token)).Entries);
    }

    [Fact]
    public async Task Everything_AccountsAreClosedMeanwhile_EachCountsOnceAtAnyTime()
    {
        var store = await CreateAsync();
        var reader = Open(store);
        await store.RecordAsync([.. Enumerable.Range(0, 50).Select(_ => Entry(Guid.NewGuid(), 0, 10) with { IsLast = true })], Token);
        await reader.PostAsync(queueIsEmpty: false, Token);
        // Two weeks later.
        var closing = Task.Run(
            async () =>
            {
                foreach (var account in (await store.ReadAsync(All, Token)).Accounts)
                {
                    var closed = (await store.ReadAsync(All, Token)).Closed;
                    Assert.True(await store.PutClosedAsync(closed.Add([account]), Token));
                    await store.RemoveAccountsAsync([account.Producer], Token);
                }
            },
            Token);

        while (!closing.IsCompleted)
        {
            Assert.Equal(500, (await reader.ReadAsync(Token)).Totals.Stored);
        }

        await closing;
        Assert.Equal(500, (await reader.ReadAsync(Token)).Totals.Stored);
        Assert.Empty((await store.ReadAsync(All, Token)).Accounts);
    }

    protected static Bookkeeper Open(ILedgerStore store) =>
        new(store, new InMemoryQuarantineStore(), Options.Create(new LedgerOptions()), new FakeTimeProvider(Noon), NullLogger<Bookkeeper>.Instance);

    protected static LedgerEntry Entry(Guid producer, long sequence, int count, int minute = 0) =>
        new(producer, sequence, count, count, 0, 0, 0, Noon.AddMinutes(minute));
}
