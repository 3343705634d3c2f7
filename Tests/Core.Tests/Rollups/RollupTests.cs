using CsCheck;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;
using Xunit;
using static Pipeline.Core.Tests.Rollups.RollupGen;

namespace Pipeline.Core.Tests.Rollups;

public sealed class RollupTests
{
    [Fact]
    public void Plus_AnyGrouping_IsTheSame() =>
        Gen.Select(AnyRollup, AnyRollup, AnyRollup)
            .Sample((a, b, c) => AreEqual(a.Plus(b).Plus(c), a.Plus(b.Plus(c))));

    [Fact]
    public void Plus_EitherOrder_IsTheSame() =>
        Gen.Select(AnyRollup, AnyRollup).Sample((a, b) => AreEqual(a.Plus(b), b.Plus(a)));

    [Fact]
    public void Plus_Empty_ChangesNothing() => AnyRollup.Sample(a => AreEqual(a.Plus(Rollup.Empty), a));

    [Fact]
    public void Plus_TrimmedParts_IsStillAssociativeAndCommutative() =>
        Gen.Select(AnyRollup, AnyRollup, AnyRollup, Gen.Int[1, 4]).Sample((a, b, c, max) =>
            AreEqual(a.Trim(max).Plus(b).Plus(c.Trim(max)), c.Trim(max).Plus(a.Trim(max).Plus(b))));

    [Fact]
    public void Sum_OfMany_EqualsAddingOneByOne() =>
        AnyRollup.Array[0, 6].Sample(parts => AreEqual(Rollup.Sum(parts), parts.Aggregate(Rollup.Empty, (a, b) => a.Plus(b))));

    [Fact]
    public void Fold_SplitAndShuffledEvents_AddUpToTheSame() =>
        Gen.Select(AnyEvents, Gen.Int[1, 6], Gen.Int).Sample((events, parts, seed) =>
        {
            var shuffled = events.ToArray();
            new Random(seed).Shuffle(shuffled);
            var pieces = shuffled.Select((evt, i) => (evt, i)).GroupBy(x => x.i % parts).Select(g => Fold(g.Select(x => x.evt)));
            return AreEqual(Fold(events), Rollup.Sum([.. pieces]));
        });

    [Fact]
    public void Trim_TooManyKeys_KeepsTheLargestAndSumsUpTheRest()
    {
        var counts = KeyedCounts.Of([new("a", 5), new("c", 7), new("B", 5), new("d", 1)]);

        var trimmed = counts.Trim(2);

        // Ordinally, upper case comes first.
        Assert.Equal(["B", "c"], trimmed.Counts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(6, trimmed.Other);
        Assert.Equal(18, trimmed.Total);
        Assert.False(trimmed.Exact);
        Assert.Same(counts, counts.Trim(4));
    }

    [Fact]
    public void Trim_Again_AddsToWhatWasTrimmedBefore()
    {
        var twice = KeyedCounts.Of([new("a", 5), new("b", 3), new("c", 2)]).Trim(2).Trim(1);

        Assert.Equal(5, twice.Other);
        Assert.Equal(10, twice.Total);
    }

    [Fact]
    public void Trim_VeryLongKeys_BoundsTheirText()
    {
        var counts = KeyedCounts.Of(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create(new string('x', 8_000) + i, 1L)));

        var trimmed = counts.Trim(100);

        Assert.InRange(trimmed.Counts.Count, 1, 7);
        Assert.Equal(50, trimmed.Total);
        Assert.False(trimmed.Exact);
    }

    [Fact]
    public void Trim_ManyEventTypes_KeepsTheStepsToAnOrder()
    {
        var types = Enumerable.Range(0, 9).Select(i => KeyValuePair.Create($"CUSTOM_{i}", UserSet.Of([1, 2, 3])))
            .Append(new("ORDER_PLACED", UserSet.Of([1]))).Append(new("SEARCH", UserSet.Of([1, 2])));

        var trimmed = new Rollup { UsersByType = KeyedUsers.Of(types) }.Trim(3).UsersByType;

        Assert.Equal(["CUSTOM_0", "ORDER_PLACED", "SEARCH"], trimmed.Users.Keys.Order(StringComparer.Ordinal));
        Assert.False(trimmed.Exact);
    }

    [Fact]
    public void Trim_VeryLongProductNames_BoundsTheirText()
    {
        var products = ProductTotals.Of(Enumerable.Range(0, 50)
            .Select(i => KeyValuePair.Create($"p{i}", new ProductTotal(1, new string('x', 8_000), DateTimeOffset.UnixEpoch))));

        var trimmed = products.Trim(100);

        Assert.InRange(trimmed.Products.Count, 1, 7);
        Assert.False(trimmed.Exact);
    }

    [Fact]
    public void Trim_Rollup_BoundsEveryMap()
    {
        var folded = Fold(NumberedEvent.Array[2_000].Single());

        var trimmed = folded.Trim(1);

        Assert.Single(trimmed.PageViews.Counts);
        Assert.Single(trimmed.Searches.Counts);
        Assert.Single(trimmed.ZeroResultSearches.Counts);
        Assert.Single(trimmed.Products.Products);
        Assert.Single(trimmed.UsersByType.Users);
        Assert.Single(trimmed.UsersByDevice.Users);
        Assert.False(trimmed.Products.Exact || trimmed.UsersByType.Exact || trimmed.UsersByDevice.Exact || trimmed.PageViews.Exact);
        Assert.Equal(folded.Events, trimmed.Events);
        Assert.Equal(folded.Revenue, trimmed.Revenue);
        Assert.Equal(folded.Users.Count, trimmed.Users.Count);
    }

    [Fact]
    public void Plus_ProductNamedAtTheSameInstant_TakesTheOrdinallyGreaterName()
    {
        var at = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var a = new ProductTotal(1, "Lamp", at);
        var b = new ProductTotal(2, "lamp", at);

        Assert.Equal(new ProductTotal(3, "lamp", at), a.Plus(b));
        Assert.Equal(new ProductTotal(3, "lamp", at), b.Plus(a));
        Assert.Equal("Lamp", a.Plus(b with { NameAt = at.AddMilliseconds(-1) }).Name);
        Assert.Equal("Lamp", a.Plus(new ProductTotal(2, null, default)).Name);
    }
}
