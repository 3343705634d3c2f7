using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Processing.Ledger;

public sealed class BookkeeperTests
{
    private static readonly TimeSpan GapAfter = TimeSpan.FromMinutes(15);

    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly InMemoryLedgerStore _store = new();
    private readonly InMemoryQuarantineStore _quarantine = new();
    private readonly RecordingLogger<Bookkeeper> _logger = new();
    private readonly Guid _producer = Guid.NewGuid();

    private DateTimeOffset Now => _clock.GetUtcNow();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<object?> WarnedProducers =>
        _logger.Messages.Where(message => message.Level == LogLevel.Warning).Select(message => message.Values["Producer"]);

    [Fact]
    public async Task Read_BeforeAndAfterPosting_SaysTheSame()
    {
        var bookkeeper = Open();
        await RecordAsync(Entry(0, 10), Entry(20, 10), new LedgerEntry(Guid.NewGuid(), 0, 4, 1, 1, 1, 1, Now));
        var before = await bookkeeper.ReadAsync(Token);
        Assert.Equal(new LedgerTotals(34, 21, 1, 1, 1, 10, 0), before.Totals);

        await bookkeeper.PostAsync(queueIsEmpty: false, Token);

        Assert.Empty(_store.Entries);
        var after = await bookkeeper.ReadAsync(Token);
        Assert.Equal((before.Totals, before.DrainedThrough), (after.Totals, after.DrainedThrough));
    }

    [Fact]
    public async Task Read_SeveralProducers_IsDrainedThroughTheOldestThingOfAny()
    {
        var bookkeeper = Open();
        var (other, ended) = (Guid.NewGuid(), Guid.NewGuid());
        await RecordAsync(
            Entry(0, 10) with { ReceivedAt = Now.AddSeconds(-8) },
            new LedgerEntry(ended, 0, 0, 0, 0, 0, 0, Now.AddHours(-1)) { IsLast = true },
            new LedgerEntry(other, 0, 5, 5, 0, 0, 0, Now.AddSeconds(-2)));
        Assert.Equal(Now.AddSeconds(-8), (await bookkeeper.ReadAsync(Token)).DrainedThrough);

        await RecordAsync(new LedgerEntry(other, 9, 5, 5, 0, 0, 0, Now), Entry(10, 0) with { ReceivedAt = Now });
        Assert.Equal(Now.AddSeconds(-2), (await bookkeeper.ReadAsync(Token)).DrainedThrough);
    }

    [Fact]
    public async Task Read_AllProducersHaveEnded_IsDrainedThroughTheLastWord()
    {
        await RecordAsync(Entry(0, 10), Entry(10, 0) with { ReceivedAt = Now.AddSeconds(3), IsLast = true });

        Assert.Equal(Now.AddSeconds(3), (await Open().ReadAsync(Token)).DrainedThrough);
    }

    [Fact]
    public async Task Post_HoleMissingForTooLong_BecomesAGapAndIsSaidOnceByOneOfMany()
    {
        Bookkeeper[] bookkeepers = [Open(), Open()];
        await RecordAsync(Entry(0, 10), Entry(20, 10));
        for (var minute = 0; minute <= 20; minute++)
        {
            // Another producer shows that the drain goes on.
            await RecordAsync(Beat());
            await Task.WhenAll(bookkeepers.Select(bookkeeper => bookkeeper.PostAsync(queueIsEmpty: false, Token)));
            await RecordAsync(Entry(30, 0) with { ReceivedAt = Now });
            var (inFlight, gap) = minute < GapAfter.TotalMinutes ? (10, 0) : (0, 10);
            Assert.Equal(new LedgerTotals(30, 20, 0, 0, 0, inFlight, gap), (await bookkeepers[0].ReadAsync(Token)).Totals);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([_producer], WarnedProducers);
        Assert.Equal("10 to 19", _logger.Messages.Single(message => message.Level == LogLevel.Warning).Values["Numbers"]);

        await RecordAsync(Entry(10, 10));
        await bookkeepers[1].PostAsync(queueIsEmpty: false, Token);
        Assert.Equal(new LedgerTotals(30, 30, 0, 0, 0, 0, 0), (await bookkeepers[0].ReadAsync(Token)).Totals);
        Assert.Equal([_producer], WarnedProducers);
    }

    [Fact]
    public async Task Post_DrainStandsStill_GivesNothingUp()
    {
        var bookkeeper = Open();
        await RecordAsync(Entry(0, 10), Entry(20, 10));
        await bookkeeper.PostAsync(queueIsEmpty: false, Token);
        _clock.Advance(TimeSpan.FromDays(1));

        await bookkeeper.PostAsync(queueIsEmpty: false, Token);

        Assert.Empty(WarnedProducers);
        var status = await bookkeeper.ReadAsync(Token);
        Assert.Equal((10, 0), (status.Totals.InFlight, status.Totals.Gap));
        Assert.Empty(status.SilentProducers);
    }

    [Fact]
    public async Task Post_BacklogIsCaughtUpWith_GivesNothingUpForItsAge()
    {
        var bookkeeper = Open();
        // Received hours apart, drained within seconds and out of order.
        await RecordAsync(Entry(0, 10) with { ReceivedAt = Now.AddHours(-9) }, Entry(20, 10) with { ReceivedAt = Now.AddHours(-5) });
        await bookkeeper.PostAsync(queueIsEmpty: false, Token);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await RecordAsync(Beat());
        await bookkeeper.PostAsync(queueIsEmpty: false, Token);

        Assert.Equal((10, 0), ((await bookkeeper.ReadAsync(Token)).Totals.InFlight, (await bookkeeper.ReadAsync(Token)).Totals.Gap));
    }

    [Fact]
    public async Task Post_ProducerNeitherHeardNorEnded_HoldsUpUntilItIsReportedAsSilent()
    {
        var bookkeeper = Open();
        var heardAt = Now;
        await RecordAsync(Entry(0, 20));
        for (var minute = 0; minute <= 20; minute++)
        {
            await RecordAsync(Beat());
            await bookkeeper.PostAsync(queueIsEmpty: false, Token);
            var status = await bookkeeper.ReadAsync(Token);
            if (minute < GapAfter.TotalMinutes)
            {
                Assert.Equal(heardAt, status.DrainedThrough);
                Assert.Empty(status.SilentProducers);
            }
            else
            {
                Assert.Equal(Now, status.DrainedThrough);
                Assert.Equal([new SilentProducer(_producer, 20, heardAt)], status.SilentProducers);
            }

            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([_producer], WarnedProducers);

        await RecordAsync(Entry(20, 0) with { ReceivedAt = Now });
        await bookkeeper.PostAsync(queueIsEmpty: false, Token);
        Assert.Empty((await bookkeeper.ReadAsync(Token)).SilentProducers);
    }

    [Fact]
    public async Task Post_EveryProducerDiedAndTheQueueIsEmpty_ReportsThem()
    {
        var bookkeeper = Open();
        await RecordAsync(Entry(0, 20));
        await bookkeeper.PostAsync(queueIsEmpty: true, Token);
        _clock.Advance(GapAfter);

        await bookkeeper.PostAsync(queueIsEmpty: true, Token);

        Assert.Single((await bookkeeper.ReadAsync(Token)).SilentProducers);
    }

    [Fact]
    public async Task Post_FirstOneAfterALongPause_ReportsNobodyAsSilent()
    {
        await RecordAsync(Entry(0, 20));
        await Open().PostAsync(queueIsEmpty: true, Token);
        _clock.Advance(TimeSpan.FromDays(1));

        var restarted = Open();
        await restarted.PostAsync(queueIsEmpty: true, Token);
        Assert.Empty(WarnedProducers);

        // Its last word was in the queue, or it is gone.
        _clock.Advance(GapAfter);
        await restarted.PostAsync(queueIsEmpty: true, Token);
        Assert.Equal([_producer], WarnedProducers);
    }

    /// <summary>One that fell silent without a last word may be a machine that sleeps: its account is kept for longer.</summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(160, true)]
    public async Task Post_AccountsOlderThanAnyQueueKeeps_AreClosedAndTheirSumsStay(int days, bool closesSilent)
    {
        var bookkeeper = Open();
        var (silent, living) = (Guid.NewGuid(), Guid.NewGuid());
        await RecordAsync(
            Entry(0, 10),
            new LedgerEntry(_producer, 20, 10, 7, 1, 1, 1, Now) { IsLast = true },
            new LedgerEntry(silent, 0, 5, 5, 0, 0, 0, Now),
            new LedgerEntry(living, 0, 1, 1, 0, 0, 0, Now));
        for (var day = 0; day < days; day++)
        {
            await RecordAsync(new LedgerEntry(living, 1, 0, 0, 0, 0, 0, Now));
            await bookkeeper.PostAsync(queueIsEmpty: false, Token);
            _clock.Advance(TimeSpan.FromDays(1));
        }

        var status = await bookkeeper.ReadAsync(Token);
        Assert.Equal(new LedgerTotals(36, 23, 1, 1, 1, 0, 10), status.Totals);
        var book = await _store.ReadAsync(10, Token);
        Guid[] kept = closesSilent ? [living] : [silent, living];
        Assert.Equal(kept.ToHashSet(), book.Accounts.Select(account => account.Producer).ToHashSet());
        Assert.Equal((closesSilent ? 22 : 17, 10), (book.Closed.Stored, book.Closed.Lost));
        Assert.Empty(book.Closed.Closing);
    }

    [Fact]
    public async Task Post_DiesWhileClosing_CountsEachAccountOnce()
    {
        var bookkeeper = Open();
        await RecordAsync(Entry(0, 10) with { IsLast = true });
        await bookkeeper.PostAsync(queueIsEmpty: false, Token);
        var account = (await _store.ReadAsync(10, Token)).Accounts.Single();
        // The sum is written, the account still there.
        Assert.True(await _store.PutClosedAsync(new ClosedAccounts().Add([account]), Token));
        Assert.Equal(10, (await bookkeeper.ReadAsync(Token)).Totals.Stored);

        await bookkeeper.PostAsync(queueIsEmpty: false, Token);

        Assert.Empty((await _store.ReadAsync(10, Token)).Accounts);
        Assert.Equal(10, (await bookkeeper.ReadAsync(Token)).Totals.Stored);
    }

    [Fact]
    public async Task Post_MoreEntriesThanOneReadingTakes_PostsThemAll()
    {
        await RecordAsync([.. Enumerable.Range(0, 45_000).Select(number => Entry(number, 1))]);

        await Open().PostAsync(queueIsEmpty: false, Token);

        Assert.Empty(_store.Entries);
        Assert.Equal(new LedgerTotals(45_000, 45_000, 0, 0, 0, 0, 0), (await Open().ReadAsync(Token)).Totals);
    }

    [Fact]
    public async Task ReadHours_PostedOrNot_HasEveryHourWithWhatIsMissingAndWhatRetriesMoved()
    {
        var bookkeeper = Open();
        var other = Guid.NewGuid();
        var hour = Now;
        await RecordAsync(
            new LedgerEntry(_producer, 0, 10, 5, 2, 2, 1, hour.AddMinutes(5)),
            Entry(15, 5) with { ReceivedAt = hour.AddMinutes(59) },
            Entry(20, 5) with { ReceivedAt = hour.AddHours(1) },
            new LedgerEntry(other, 0, 4, 4, 0, 0, 0, hour.AddHours(1)),
            new LedgerEntry(other, 4, 1, 1, 0, 0, 0, hour.AddDays(-8)));
        await _quarantine.AddAsync(
            [Resolved("1", QuarantineAccount.Rejected, 1, 0), Resolved("2", QuarantineAccount.Quarantined, 0, 1)], Token);
        LedgerRow[] expected =
        [
            new(hour.AddHours(1), other, LedgerTotals.Of(4, 0, 0, 0, 0, 0)),
            new(hour.AddHours(1), _producer, LedgerTotals.Of(5, 0, 0, 0, 0, 0)),
            new(hour, _producer, LedgerTotals.Of(11, 3, 1, 0, 5, 0)),
        ];
        _clock.Advance(TimeSpan.FromHours(1.5));

        var before = await bookkeeper.ReadHoursAsync(DateTimeOffset.MinValue, Now, producer: null, Token);
        Assert.Equal(expected.ToHashSet(), before.Rows.ToHashSet());
        Assert.Equal(LedgerTotals.Of(20, 3, 1, 0, 5, 0), before.Totals);
        Assert.Equal([hour.AddHours(1), hour.AddHours(1), hour], before.Rows.Select(row => row.Hour));

        await bookkeeper.PostAsync(queueIsEmpty: false, Token);
        Assert.Equal(before.Rows, (await bookkeeper.ReadHoursAsync(DateTimeOffset.MinValue, Now, producer: null, Token)).Rows);
        Assert.Equal([expected[2]], (await bookkeeper.ReadHoursAsync(hour.AddMinutes(30), hour.AddHours(1), _producer, Token)).Rows);
    }

    [Fact]
    public async Task Post_GapAndSurplus_CallForAlarmsUntilTheGapCloses()
    {
        var bookkeeper = Open();
        await RecordAsync(Entry(0, 10), Entry(20, 10));
        await bookkeeper.PostAsync(queueIsEmpty: true, Token);
        _clock.Advance(GapAfter);
        await RecordAsync(Entry(25, 10) with { ReceivedAt = Now });

        var alarms = LedgerAlarms.Of(await bookkeeper.PostAsync(queueIsEmpty: true, Token), Now);

        Assert.Equal(
            [
                new Alarm(AlarmKind.Gap, $"{_producer}", $"10 accepted items of producer {_producer} are missing: numbers 10 to 19.", Now),
                new Alarm(
                    AlarmKind.Surplus,
                    $"{_producer}",
                    $"10 items of producer {_producer} came with numbers some of which were counted before: 25 to 34. They are stored, but not counted.",
                    Now),
            ],
            alarms);

        await RecordAsync(Entry(10, 10));
        Assert.Equal([AlarmKind.Surplus], LedgerAlarms.Of(await bookkeeper.PostAsync(queueIsEmpty: true, Token), Now).Select(alarm => alarm.Kind));
    }

    private QuarantineEntry Resolved(string id, QuarantineAccount account, int stored, int duplicate) => new(
        id, QuarantineKind.Event, "invalid.page", "", "{}", QuarantineSource.Drain, "m", new QuarantinedItems(_producer, 7, 1, account),
        Builders.Noon.AddMinutes(5), Builders.Noon, Builders.Noon, 1)
    {
        State = QuarantineState.Resolved,
        Resolution = new Resolution(stored, duplicate),
    };

    private Bookkeeper Open() => new(_store, _quarantine, Options.Create(new LedgerOptions { GapAfter = GapAfter }), _clock, _logger);

    private Task RecordAsync(params LedgerEntry[] entries) => _store.RecordAsync(entries, Token);

    private LedgerEntry Entry(long sequence, int count) => new(_producer, sequence, count, count, 0, 0, 0, Now);

    /// <summary>A heartbeat of a producer that is alive.</summary>
    private LedgerEntry Beat() => new(Living, 0, 0, 0, 0, 0, 0, Now);

    private static readonly Guid Living = Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11");
}
