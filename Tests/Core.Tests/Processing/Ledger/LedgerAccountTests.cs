using CsCheck;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Core.Tests.Processing.Ledger;

public sealed class LedgerAccountTests
{
    private static readonly Guid Producer = Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11");
    private static readonly TimeSpan GapAfter = TimeSpan.FromMinutes(15);

    [Fact]
    public void Post_EnvelopesInOrder_LeavesNoTraceButSums()
    {
        var account = Post(new LedgerEntry(Producer, 0, 10, 4, 3, 2, 1, At(1)), new LedgerEntry(Producer, 10, 5, 5, 0, 0, 0, At(2)));

        Assert.Equal((15, 9, 3, 2, 1), (account.End, account.Stored, account.Duplicate, account.Rejected, account.Quarantined));
        Assert.Empty(account.Holes);
        Assert.Equal(At(2), account.DrainedThrough);
    }

    [Fact]
    public void Post_NumbersMissing_AreInFlightAndHoldUpUntilTheyCome()
    {
        var account = Post(Entry(0, 10, 1), Entry(20, 10, 3));
        Assert.Equal((10, 20, 30), (account.InFlight, account.Stored, account.End));
        Assert.Equal(At(1), account.DrainedThrough);

        account = account.Post(Entry(10, 10, 2), Now);
        Assert.Equal((0, 30), (account.InFlight, account.Stored));
        Assert.Equal(At(3), account.DrainedThrough);
    }

    [Fact]
    public void Post_NothingBeforeTheHole_TellsNothing() => Assert.Null(Post(Entry(5, 10, 1)).DrainedThrough);

    [Fact]
    public void Post_HoleFilledInTheMiddle_LeavesTwo()
    {
        var account = Post(Entry(0, 10, 1), Entry(40, 10, 5), Entry(20, 10, 3));

        Assert.Equal([new(10, 20), new(30, 40)], account.Holes.Select(hole => hole.Range));
        Assert.Equal([At(1), At(3)], account.Holes.Select(hole => hole.ReceivedBefore));
        Assert.Equal(At(1), account.DrainedThrough);
        Assert.Equal(At(3), account.Post(Entry(10, 10, 2), Now).DrainedThrough);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(2, 5)]
    [InlineData(20, 10)]
    public void Post_AllNumbersAreCountedAlready_ChangesNothing(long sequence, int count)
    {
        var account = Post(Entry(0, 10, 1), Entry(20, 10, 3));

        Assert.Same(account, account.Post(Entry(sequence, count, 1), Now));
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(25, 10)]
    [InlineData(15, 10)]
    [InlineData(0, 60)]
    public void Post_SomeNumbersAreCountedAlready_IsASurplusAndCountsNothing(long sequence, int count)
    {
        var account = Post(Entry(0, 10, 1), Entry(20, 10, 3));

        var after = account.Post(Entry(sequence, count, 1), Now);

        Assert.Equal([new(sequence, sequence + count)], after.Surplus);
        Assert.Equal((account.End, account.Stored, account.InFlight), (after.End, after.Stored, after.InFlight));
        Assert.Same(after, after.Post(Entry(sequence, count, 1), Now));
    }

    [Fact]
    public void Post_ManySurpluses_KeepsTheLatestTwenty()
    {
        var account = Enumerable.Range(0, 30).Aggregate(
            Post(Entry(0, 100, 1)), (account, number) => account.Post(Entry(99 - number, 2 + number, 1), Now));

        Assert.Equal(Enumerable.Range(10, 20).Select(number => 99L - number), account.Surplus.Select(range => range.Start));
    }

    [Fact]
    public void Post_EnvelopesOfSeveralHours_KeepsSumsByHourOfReceipt()
    {
        var hour = Builders.Noon;
        var account = Post(
            new LedgerEntry(Producer, 0, 10, 4, 3, 2, 1, hour.AddMinutes(1)),
            new LedgerEntry(Producer, 10, 10, 4, 3, 2, 1, hour.AddMinutes(59)),
            new LedgerEntry(Producer, 20, 5, 5, 0, 0, 0, hour.AddHours(3)),
            new LedgerEntry(Producer, 25, 1, 0, 0, 1, 0, hour.AddHours(1)),
            // A heartbeat makes no hour.
            new LedgerEntry(Producer, 26, 0, 0, 0, 0, 0, hour.AddHours(4)));

        Assert.Equal(
            [
                new LedgerHour(hour) { Stored = 8, Duplicate = 6, Rejected = 4, Quarantined = 2 },
                new LedgerHour(hour.AddHours(1)) { Rejected = 1 },
                new LedgerHour(hour.AddHours(3)) { Stored = 5 },
            ],
            account.Hours);
    }

    [Fact]
    public void Post_ForALongTime_KeepsTheHoursOfSevenDays()
    {
        var account = Enumerable.Range(0, 400).Aggregate(
            new LedgerAccount(Producer),
            (account, hour) => account.Post(new LedgerEntry(Producer, hour, 1, 1, 0, 0, 0, Builders.Noon.AddHours(hour)), Now));

        Assert.Equal(7 * 24, account.Hours.Count);
        Assert.Equal(Builders.Noon.AddHours(399), account.Hours[^1].Hour);

        // Too late for its hour, in time for the sums.
        var late = account.Post(new LedgerEntry(Producer, 400, 1, 1, 0, 0, 0, Builders.Noon), Now);
        Assert.Equal((401, 168), (late.Stored, late.Hours.Sum(hour => hour.Stored)));
    }

    [Fact]
    public void Post_Heartbeat_SaysThatNothingIsMissingUpToItsTime()
    {
        var account = Post(Entry(0, 10, 1), Entry(10, 0, 7));

        Assert.Equal((10, 0), (account.End, account.InFlight));
        Assert.Equal(At(7), account.DrainedThrough);
    }

    [Fact]
    public void Post_HeartbeatBeyondWhatIsKnown_RevealsTheLastEnvelopeAsMissing()
    {
        var account = Post(Entry(0, 10, 1), Entry(30, 0, 7));
        Assert.Equal(20, account.InFlight);
        Assert.Equal(At(1), account.DrainedThrough);

        Assert.Equal(At(7), account.Post(Entry(10, 20, 2), Now).DrainedThrough);
    }

    [Fact]
    public void Post_VoidNumbers_AreNeitherAcceptedNorMissing()
    {
        var account = Post(Entry(0, 10, 1), Entry(30, 10, 3) with { Void = [new(10, 30)] });

        Assert.Equal((0, 0, 20), (account.InFlight, account.Gap, account.Stored));
        Assert.Equal(At(3), account.DrainedThrough);
    }

    [Fact]
    public void Post_VoidNumbersThatArriveAfterAll_Count()
    {
        var account = Post(Entry(0, 10, 1), Entry(30, 0, 3) with { Void = [new(10, 30)], IsLast = true }, Entry(20, 10, 2));

        Assert.Equal((0, 0, 20), (account.InFlight, account.Gap, account.Stored));
        Assert.Equal([new(10, 20)], account.Holes.Select(hole => hole.Range));
        Assert.All(account.Holes, hole => Assert.Equal(HoleState.Void, hole.State));
    }

    [Fact]
    public void Post_VoidNumbersThatWereAGap_AreNoGapAnyMore()
    {
        var account = GiveUp(Post(Entry(0, 10, 1), Entry(30, 10, 3)), Now + GapAfter);
        Assert.Equal(20, account.Gap);

        account = account.Post(Entry(40, 0, 9) with { Void = [new(15, 30)] }, Now);

        Assert.Equal((5, 15), (account.Gap, account.Holes.Single(hole => hole.State == HoleState.Void).Range.Count));
    }

    [Fact]
    public void GiveUp_DrainIsNotFarEnough_KeepsWaiting()
    {
        var account = Post(Entry(0, 10, 1), Entry(20, 10, 3));

        Assert.Same(account, GiveUp(account, Now + GapAfter - TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void GiveUp_MissingForTooLong_IsAGapAndHoldsNothingUp()
    {
        var account = GiveUp(Post(Entry(0, 10, 1), Entry(20, 10, 3)), Now + GapAfter);

        Assert.Equal((0, 10), (account.InFlight, account.Gap));
        Assert.Equal(At(3), account.DrainedThrough);

        account = account.Post(Entry(10, 10, 2), Now);
        Assert.Equal((0, 0, 30), (account.InFlight, account.Gap, account.Stored));
    }

    [Fact]
    public void GiveUp_NeitherHeardNorEnded_IsSilentUntilHeard()
    {
        var account = GiveUp(Post(Entry(0, 10, 1)), Now + GapAfter);
        Assert.NotNull(account.SilentSince);
        Assert.False(account.IsOpen);

        // An old envelope that is delivered again says nothing new.
        Assert.NotNull(account.Post(Entry(0, 10, 1), Now + GapAfter).SilentSince);
        Assert.Null(account.Post(Entry(10, 0, 2), Now + GapAfter).SilentSince);
    }

    [Fact]
    public void GiveUp_NobodyListened_IsNotSilence() =>
        Assert.Null(Post(Entry(0, 10, 1)).GiveUp(Now + GapAfter, Now.AddSeconds(1), GapAfter).SilentSince);

    [Fact]
    public void GiveUp_Ended_IsNeverSilent()
    {
        var account = Post(Entry(0, 10, 1), Entry(10, 0, 2) with { IsLast = true });

        Assert.False(account.IsOpen);
        Assert.Same(account, GiveUp(account, Now + GapAfter));
    }

    [Fact]
    public void Forget_OldGapsAndVoidNumbers_StayInTheSumsAndCannotBeFilled()
    {
        var account = GiveUp(
            Post(Entry(0, 10, 1), Entry(20, 10, 3), Entry(40, 10, 3) with { Void = [new(30, 40)] }), Now + GapAfter)
            .Post(Entry(60, 10, 4), Now.AddDays(1));

        var forgotten = account.Forget(Now.AddDays(1));

        Assert.Equal((10, 10, 10), (forgotten.Lost, forgotten.Gap, forgotten.InFlight));
        Assert.Equal([new(50, 60)], forgotten.Holes.Select(hole => hole.Range));
        Assert.Same(forgotten, forgotten.Post(Entry(10, 10, 2), Now.AddDays(1)));
        Assert.Same(forgotten, forgotten.Forget(Now.AddDays(1)));
    }

    [Fact]
    public void Post_AnyDeliveries_AgreeWithCountingEveryNumber() =>
        Gen.Select(GenStory, Gen.Int[0, 2].List[0, 60]).Sample((story, pauses) =>
        {
            var account = new LedgerAccount(Producer);
            var clock = Now;
            foreach (var (index, entry) in story.Deliveries.Index())
            {
                account = account.Post(entry, clock);
                if (index < pauses.Count && pauses[index] == 0)
                {
                    clock += GapAfter;
                    account = GiveUp(account, clock);
                }

                AssertAgrees(story, [.. story.Deliveries.Take(index + 1)], account);
            }
        }, iter: 2_000);

    private static void AssertAgrees(Story story, IReadOnlyList<LedgerEntry> delivered, LedgerAccount account)
    {
        var held = delivered.SelectMany(entry => Numbers(entry.Range)).ToHashSet();
        var notAccepted = delivered.SelectMany(entry => entry.Void).SelectMany(Numbers).Except(held).ToHashSet();
        var end = held.Concat(notAccepted).Select(number => number + 1).Concat(delivered.Select(entry => entry.Sequence)).Max();
        var missing = Enumerable.Range(0, (int)end).Select(number => (long)number).Where(number => !held.Contains(number) && !notAccepted.Contains(number)).ToList();

        Assert.Equal((end, held.Count), (account.End, account.Stored + account.Rejected));
        Assert.Equal(
            delivered.Distinct().Sum(entry => entry.Rejected), account.Rejected);
        Assert.Equal(missing, account.Holes.Where(hole => hole.State != HoleState.Void).SelectMany(hole => Numbers(hole.Range)));
        Assert.Equal(missing.Count, account.InFlight + account.Gap);

        // Whatever the producer received before that instant is drained, void, or given up.
        var given = account.Holes.Where(hole => hole.State == HoleState.Gap).SelectMany(hole => Numbers(hole.Range)).ToHashSet();
        Assert.DoesNotContain(
            story.Sent.Where(entry => entry.ReceivedAt < account.DrainedThrough).SelectMany(entry => Numbers(entry.Range)),
            number => !held.Contains(number) && !notAccepted.Contains(number) && !given.Contains(number));
        if (missing.Count == 0)
        {
            Assert.Equal(delivered.Max(entry => entry.ReceivedAt), account.DrainedThrough);
        }
    }

    private static IEnumerable<long> Numbers(SequenceRange range) =>
        Enumerable.Range(0, (int)range.Count).Select(offset => range.Start + offset);

    // What a producer sends (envelopes and heartbeats, some of which declare an earlier one void) and how it is delivered: in any
    // order, some of it twice and some never.
    private static readonly Gen<Story> GenStory =
        from sizes in Gen.Int[0, 4].List[1, 12]
        from voids in Gen.Int[0, 5].List[12]
        from picks in Gen.Int[0, sizes.Count - 1].List[1, 20]
        select Tell(sizes, voids, picks);

    private static Story Tell(IReadOnlyList<int> sizes, IReadOnlyList<int> voids, IReadOnlyList<int> picks)
    {
        var sent = new List<LedgerEntry>();
        foreach (var (index, size) in sizes.Index())
        {
            var entry = new LedgerEntry(
                Producer, sent.Count == 0 ? 0 : sent[^1].Range.End, size, size - size / 2, 0, size / 2, 0, At(index + 1));
            sent.Add(voids[index] < index && sent[voids[index]].Count > 0 ? entry with { Void = [sent[voids[index]].Range] } : entry);
        }

        return new Story(sent, [.. picks.Select(pick => sent[pick])]);
    }

    private static DateTimeOffset Now => Builders.Noon;

    private static DateTimeOffset At(int minute) => Builders.Noon.AddHours(-1).AddMinutes(minute);

    private static LedgerEntry Entry(long sequence, int count, int minute) =>
        new(Producer, sequence, count, count, 0, 0, 0, At(minute));

    private static LedgerAccount Post(params LedgerEntry[] entries) =>
        entries.Aggregate(new LedgerAccount(Producer), (account, entry) => account.Post(entry, Now));

    private static LedgerAccount GiveUp(LedgerAccount account, DateTimeOffset drainedTo) =>
        account.GiveUp(drainedTo, DateTimeOffset.MinValue, GapAfter);

    private sealed record Story(IReadOnlyList<LedgerEntry> Sent, IReadOnlyList<LedgerEntry> Deliveries);
}
