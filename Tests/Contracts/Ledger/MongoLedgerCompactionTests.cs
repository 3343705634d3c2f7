using Pipeline.Contracts.Storage;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Mongo;
using Pipeline.MongoServer;
using Pipeline.MongoServer.Faults;

namespace Pipeline.Contracts.Ledger;

/// <summary>Compaction that dies half-way or has company: no total may change, not even for a moment.</summary>
public sealed class MongoLedgerCompactionTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoScratch _scratch;

    public MongoLedgerCompactionTests() => _scratch = new MongoScratch(_server.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("update")]
    [InlineData("delete")]
    public async Task Compact_DiesBeforeOrAfterAnyWrite_ChangesNoTotal(string command)
    {
        foreach (var fault in new[] { Fault.LostRequest, Fault.LostReply })
        {
            var ledger = new MongoLedger(_scratch.Open());
            await ledger.RecordAsync(Envelopes(Guid.NewGuid(), 0, 10), Token);
            var before = await TotalsAsync(ledger);

            _server.FailNext(command, fault);
            await Assert.ThrowsAsync<TransientStorageException>(() => ledger.CompactAsync(Noon.AddHours(1), Token));
            Assert.Equal(before, await TotalsAsync(ledger));

            await ledger.CompactAsync(Noon.AddHours(1), Token);
            Assert.Equal(before, await TotalsAsync(ledger));
            Assert.Equal(0, await ledger.CompactAsync(Noon.AddHours(1), Token));
        }
    }

    [Fact]
    public async Task Record_EnvelopeFoldedByACompactionThatDied_IsCountedOnce()
    {
        var ledger = new MongoLedger(_scratch.Storage);
        var envelopes = Envelopes(Guid.NewGuid(), 0, 10);
        await ledger.RecordAsync(envelopes, Token);
        var before = await TotalsAsync(ledger);
        _server.FailNext("delete", Fault.LostRequest);
        await Assert.ThrowsAsync<TransientStorageException>(() => ledger.CompactAsync(Noon.AddHours(1), Token));

        await ledger.RecordAsync([envelopes[0], envelopes[4]], Token);

        Assert.Equal(before, await TotalsAsync(ledger));
    }

    [Fact]
    public async Task Compact_ManyAtOnceWithRecordsAndReaders_TotalsOnlyGrowByWhatIsRecorded()
    {
        var producers = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        await new MongoLedger(_scratch.Storage).RecordAsync([.. producers.SelectMany(producer => Envelopes(producer, 0, 50))], Token);

        var compacting = producers.Select((_, process) => Task.Run(
            async () =>
            {
                var ledger = new MongoLedger(_scratch.Open());
                for (var i = 0; i < 20; i++)
                {
                    await ledger.CompactAsync(Noon.AddMinutes((i * 7 + process * 11) % 100), Token);
                }
            },
            Token)).ToList();
        // One envelope of each producer comes last, so that folded runs meet and join.
        var recording = Task.Run(
            async () =>
            {
                var ledger = new MongoLedger(_scratch.Open());
                foreach (var producer in producers)
                {
                    await ledger.RecordAsync(Envelopes(producer, 51, 49), Token);
                    await ledger.RecordAsync(Envelopes(producer, 50, 1), Token);
                }
            },
            Token);
        var reader = new MongoLedger(_scratch.Open());
        var last = 0L;
        while (!recording.IsCompleted || compacting.Any(process => !process.IsCompleted))
        {
            var totals = await TotalsAsync(reader);
            Assert.InRange(totals.Stored, last, 4 * 100 * 10);
            Assert.Equal(0, totals.Gap);
            last = totals.Stored;
        }

        await Task.WhenAll([.. compacting, recording]);
        Assert.Equal(new LedgerTotals(4_000, 4_000, 0, 0, 0, 0, 0), await TotalsAsync(reader));
        await reader.CompactAsync(Noon.AddHours(9), Token);
        Assert.Equal(new LedgerTotals(4_000, 4_000, 0, 0, 0, 0, 0), await TotalsAsync(reader));
    }

    private static Task<LedgerTotals> TotalsAsync(MongoLedger ledger) => ledger.GetTotalsAsync(Noon, Token);

    /// <summary>Envelopes of ten items, one received a minute.</summary>
    private static List<LedgerEntry> Envelopes(Guid producer, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => new LedgerEntry(producer, 10 * number, 10, 10, 0, 0, 0, Noon.AddMinutes(number)))];
}
