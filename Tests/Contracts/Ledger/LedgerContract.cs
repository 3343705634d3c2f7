using CsCheck;
using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Contracts.Ledger;

/// <summary>What <see cref="ILedger"/> promises, whatever lies behind it.</summary>
public abstract class LedgerContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the ledger on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<ILedger> CreateAsync();

    [Fact]
    public async Task GetTotals_NothingRecorded_IsAllZero()
    {
        var ledger = await CreateAsync();

        Assert.Equal(new LedgerTotals(0, 0, 0, 0, 0, 0, 0), await ledger.GetTotalsAsync(Noon, Token));
    }

    [Fact]
    public async Task Record_SeveralProducers_SumsEachOutcome()
    {
        var ledger = await CreateAsync();
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());

        await ledger.RecordAsync(
            [
                new LedgerEntry(a, 0, 10, 4, 3, 2, 1, Noon),
                new LedgerEntry(a, 10, 5, 5, 0, 0, 0, Noon),
                new LedgerEntry(b, 0, 1, 0, 0, 0, 1, Noon),
            ],
            Token);

        Assert.Equal(new LedgerTotals(16, 9, 3, 2, 2, 0, 0), await ledger.GetTotalsAsync(Noon, Token));
    }

    [Fact]
    public async Task Record_SameEnvelopeAgain_ReplacesItsEntry()
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 0, 10), Entry(producer, 10, 10)], Token);

        await ledger.RecordAsync([new LedgerEntry(producer, 0, 10, 7, 0, 0, 3, Noon)], Token);

        Assert.Equal(new LedgerTotals(20, 17, 0, 0, 3, 0, 0), await ledger.GetTotalsAsync(Noon, Token));
    }

    [Theory]
    [InlineData(-1, 15, 0)]
    [InlineData(0, 15, 0)]
    [InlineData(1, 0, 15)]
    public async Task GetTotals_MissingNumbers_AreInFlightUntilTheirSuccessorIsOld(int gapBefore, int inFlight, int gap)
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 5, 10), Entry(producer, 25, 10)], Token);

        Assert.Equal(
            new LedgerTotals(35, 20, 0, 0, 0, inFlight, gap), await ledger.GetTotalsAsync(Noon.AddMinutes(gapBefore), Token));
    }

    [Fact]
    public async Task GetTotals_HolesOfDifferentAge_AreToldApart()
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 3, 1), Entry(producer, 10, 1, minute: 10)], Token);

        Assert.Equal(new LedgerTotals(11, 2, 0, 0, 0, 6, 3), await ledger.GetTotalsAsync(Noon.AddMinutes(5), Token));
    }

    [Fact]
    public async Task Record_MissingEnvelopeArrives_ClosesTheGap()
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 20, 10)], Token);

        await ledger.RecordAsync([Entry(producer, 10, 10)], Token);
        Assert.Equal(new LedgerTotals(30, 20, 0, 0, 0, 10, 0), await ledger.GetTotalsAsync(Noon, Token));

        await ledger.RecordAsync([Entry(producer, 0, 10)], Token);
        Assert.Equal(new LedgerTotals(30, 30, 0, 0, 0, 0, 0), await ledger.GetTotalsAsync(Noon, Token));
    }

    [Fact]
    public async Task GetDrainedThrough_NothingRecorded_IsNull()
    {
        var ledger = await CreateAsync();

        Assert.Null(await ledger.GetDrainedThroughAsync(Noon, Token));
    }

    [Fact]
    public async Task GetDrainedThrough_NoHole_IsTheLatestReceipt()
    {
        var ledger = await CreateAsync();
        await ledger.RecordAsync([Entry(Guid.NewGuid(), 0, 10, minute: 7), Entry(Guid.NewGuid(), 0, 10, minute: 3)], Token);

        Assert.Equal(Noon.AddMinutes(7), await ledger.GetDrainedThroughAsync(Noon, Token));
    }

    [Fact]
    public async Task GetDrainedThrough_Holes_IsTheReceiptBeforeTheOldestUntilItIsFilled()
    {
        var ledger = await CreateAsync();
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await ledger.RecordAsync(
            [
                Entry(a, 0, 5, minute: 1), Entry(a, 5, 5, minute: 4), Entry(a, 20, 10, minute: 9),
                Entry(b, 0, 10, minute: 2), Entry(b, 10, 5, minute: 6), Entry(b, 25, 1, minute: 8), Entry(b, 30, 1, minute: 9),
            ],
            Token);
        Assert.Equal(Noon.AddMinutes(4), await ledger.GetDrainedThroughAsync(Noon, Token));

        await ledger.RecordAsync([Entry(a, 10, 10, minute: 5)], Token);
        Assert.Equal(Noon.AddMinutes(6), await ledger.GetDrainedThroughAsync(Noon, Token));

        await ledger.RecordAsync([Entry(b, 15, 10, minute: 7), Entry(b, 26, 4, minute: 8)], Token);
        Assert.Equal(Noon.AddMinutes(9), await ledger.GetDrainedThroughAsync(Noon, Token));
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(4, 8)]
    public async Task GetDrainedThrough_HoleAtTheStart_TellsNothingUntilItIsAGap(int gapBefore, int? minute)
    {
        var ledger = await CreateAsync();
        await ledger.RecordAsync([Entry(Guid.NewGuid(), 5, 10, minute: 3), Entry(Guid.NewGuid(), 0, 1, minute: 8)], Token);

        Assert.Equal(
            minute is { } m ? Noon.AddMinutes(m) : null, await ledger.GetDrainedThroughAsync(Noon.AddMinutes(gapBefore), Token));
    }

    [Fact]
    public async Task GetDrainedThrough_AfterCompaction_IsTheSame()
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync(
            [Entry(producer, 0, 5), Entry(producer, 5, 5, minute: 1), Entry(producer, 10, 5, minute: 2), Entry(producer, 20, 5, minute: 8)],
            Token);

        await ledger.CompactAsync(Noon.AddMinutes(5), Token);

        Assert.Equal(Noon.AddMinutes(2), await ledger.GetDrainedThroughAsync(Noon, Token));
    }

    [Fact]
    public async Task GetTotals_AnyOrderRepeatsAndCompaction_AgreeWithSimpleSums()
    {
        // Some numbered envelopes of two producers, in any order, with repeats and compaction in between.
        var steps = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 9], Gen.Int[0, 4], Gen.Bool).List[1, 40];
        await steps.SampleAsync(
            async list =>
            {
                var ledger = await CreateAsync();
                Guid[] producers = [Guid.NewGuid(), Guid.NewGuid()];
                var before = await ledger.GetTotalsAsync(Noon.AddMinutes(5), Token);
                foreach (var (producer, number, size, compact) in list)
                {
                    await ledger.RecordAsync([Numbered(producers[producer], number)], Token);
                    if (compact && size == 0)
                    {
                        await ledger.CompactAsync(Noon.AddMinutes(8), Token);
                    }
                }

                var expected = Add(before, list.Select(s => (s.Item1, s.Item2)).Distinct().ToLookup(s => s.Item1, s => s.Item2));
                Assert.Equal(expected, await ledger.GetTotalsAsync(Noon.AddMinutes(5), Token));
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public async Task Compact_AdjacentOldEntries_FoldsThemAndTellsHowManyWent()
    {
        var ledger = await CreateAsync();
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await ledger.RecordAsync(
            [
                Entry(a, 0, 10), Entry(a, 10, 10), Entry(a, 20, 10), // one run
                Entry(a, 40, 10), // after a hole
                Entry(a, 50, 10, minute: 60), // too young
                Entry(b, 0, 10), // another producer, alone
            ],
            Token);
        var before = await ledger.GetTotalsAsync(Noon.AddMinutes(1), Token);

        Assert.Equal(2, await ledger.CompactAsync(Noon.AddMinutes(1), Token));

        Assert.Equal(before, await ledger.GetTotalsAsync(Noon.AddMinutes(1), Token));
        Assert.Equal(0, await ledger.CompactAsync(Noon.AddMinutes(1), Token));
    }

    [Fact]
    public async Task Compact_HoleFilledLater_JoinsTheRuns()
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 0, 5), Entry(producer, 5, 5), Entry(producer, 20, 5), Entry(producer, 25, 5)], Token);
        Assert.Equal(2, await ledger.CompactAsync(Noon.AddMinutes(1), Token));

        await ledger.RecordAsync([Entry(producer, 10, 10)], Token);

        Assert.Equal(2, await ledger.CompactAsync(Noon.AddMinutes(1), Token));
        Assert.Equal(new LedgerTotals(30, 30, 0, 0, 0, 0, 0), await ledger.GetTotalsAsync(Noon, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20)]
    public async Task Record_CompactedEnvelopeAgain_IsCountedOnce(long sequence)
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 0, 10), Entry(producer, 10, 10), Entry(producer, 20, 10)], Token);
        await ledger.CompactAsync(Noon.AddMinutes(1), Token);

        await ledger.RecordAsync([Entry(producer, sequence, 10), Entry(producer, 30, 10)], Token);

        Assert.Equal(new LedgerTotals(40, 40, 0, 0, 0, 0, 0), await ledger.GetTotalsAsync(Noon, Token));
    }

    [Fact]
    public async Task Record_ThenReopen_KeepsTheTotals()
    {
        var ledger = await CreateAsync();
        var producer = Guid.NewGuid();
        await ledger.RecordAsync([Entry(producer, 5, 5)], Token);

        var reopened = await CreateAsync();
        await reopened.RecordAsync([Entry(producer, 5, 5)], Token);

        Assert.Equal(new LedgerTotals(10, 5, 0, 0, 0, 5, 0), await reopened.GetTotalsAsync(Noon, Token));
    }

    private static LedgerEntry Entry(Guid producer, long sequence, int count, int minute = 0) =>
        new(producer, sequence, count, count, 0, 0, 0, Noon.AddMinutes(minute));

    /// <summary>The n-th envelope of a producer: eight items, received n minutes after noon.</summary>
    private static LedgerEntry Numbered(Guid producer, int number) =>
        new(producer, 8 * number, 8, 8 - number % 4, number % 2, number % 4 - number % 2, 0, Noon.AddMinutes(number));

    /// <summary>The totals after the numbered envelopes of each producer, by walking them one after the other.</summary>
    private static LedgerTotals Add(LedgerTotals totals, ILookup<int, int> numbersByProducer)
    {
        foreach (var numbers in numbersByProducer)
        {
            long end = 0;
            foreach (var entry in numbers.Order().Select(number => Numbered(Guid.Empty, number)))
            {
                var missing = entry.Sequence - end;
                var old = entry.ReceivedAt < Noon.AddMinutes(5);
                totals = new LedgerTotals(
                    totals.Accepted + missing + entry.Count,
                    totals.Stored + entry.Stored,
                    totals.Duplicate + entry.Duplicate,
                    totals.Rejected + entry.Rejected,
                    totals.Quarantined + entry.Quarantined,
                    totals.InFlight + (old ? 0 : missing),
                    totals.Gap + (old ? missing : 0));
                end = entry.Sequence + entry.Count;
            }
        }

        return totals;
    }
}
