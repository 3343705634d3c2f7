using CsCheck;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Encoding;
using Pipeline.Core.Rollups.UserSets;
using Xunit;
using static Pipeline.Core.Tests.Rollups.RollupGen;

namespace Pipeline.Core.Tests.Rollups;

/// <summary>Totals and parts as bytes.</summary>
public sealed class RollupPartTests
{
    public static TheoryData<RollupPart> Parts => [.. RollupPart.All];

    [Fact]
    public void Decode_Encoded_GivesAllOfItBack() => Gen.Select(AnyRollup, Gen.Int[1, 20]).Sample((rollup, max) =>
    {
        var trimmed = rollup.Trim(max);
        var decoded = Sum([trimmed]);

        Assert.Equal((trimmed.Events, trimmed.Sessions, trimmed.PricedOrders), (decoded.Events, decoded.Sessions, decoded.PricedOrders));
        Assert.Equal(trimmed.Revenue, decoded.Revenue);
        Assert.Equivalent(trimmed.PageViews, decoded.PageViews, strict: true);
        Assert.Equivalent(trimmed.Searches, decoded.Searches, strict: true);
        Assert.Equivalent(trimmed.ZeroResultSearches, decoded.ZeroResultSearches, strict: true);
        Assert.Equivalent(trimmed.Products, decoded.Products, strict: true);
        Assert.Equivalent(trimmed.Days, decoded.Days, strict: true);
        Assert.Equal(trimmed.Users.ToBytes(), decoded.Users.ToBytes());
        AssertSame(trimmed.UsersByType, decoded.UsersByType);
        AssertSame(trimmed.UsersByDevice, decoded.UsersByDevice);
    }, iter: 100);

    [Fact]
    public void SumOfEncoded_AnyRollups_IsTheEncodedSum() => Gen.Select(AnyRollup.Array[0, 6], Gen.Int[1, 30]).Sample((rollups, max) =>
    {
        Rollup[] trimmed = [.. rollups.Select(rollup => rollup.Trim(max))];
        return AreEqual(Rollup.Sum(trimmed), Sum(trimmed));
    });

    [Fact]
    public void SumOfSlices_AnyRollups_IsTheEncodedSum() => AnyRollup.Array[1, 4].Sample(rollups =>
    {
        var sum = new RollupSum(RollupPart.All);
        foreach (var slice in rollups.Select(SliceCodec.Encode).OfType<byte[]>())
        {
            sum.Add(SliceCodec.PartName, slice);
        }

        return SliceCodec.Encode(sum.ToRollup()).AsSpan().SequenceEqual(SliceCodec.Encode(Rollup.Sum(rollups)));
    });

    [Fact]
    public void Encode_EqualRollupsMadeInDifferentOrder_GivesEqualBytes() => AnyEvents.Sample(events =>
        AreEqual(Fold(events, 3), Fold(events.Reverse(), 3)));

    [Fact]
    public void Encode_AmountsWithAndWithoutTrailingZeros_GivesEqualBytes() =>
        Assert.True(AreEqual(new Rollup { Revenue = 1.50m }, new Rollup { Revenue = 1.5m }));

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-9223372036854775808")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("12.340")]
    public void Decode_AnyRevenue_IsTheSame(string revenue)
    {
        var amount = decimal.Parse(revenue, null);

        Assert.Equal(amount, TotalsCodec.Decode(TotalsCodec.Encode(new Rollup { Revenue = amount })).Revenue);
    }

    [Fact]
    public void Encode_EmptyPart_IsNothing() => Assert.All(RollupPart.All, part => Assert.Null(part.Encode(Rollup.Empty)));

    [Fact]
    public void Encode_PartTrimmedToNothing_IsStillNotExact()
    {
        var rollup = new Rollup { PageViews = KeyedCounts.Of([new(new string('x', 60_000), 3)]) }.Trim(100);
        Assert.Empty(rollup.PageViews.Counts);

        var decoded = RollupPart.PageViews.Decode(RollupPart.PageViews.Encode(rollup)!).PageViews;

        Assert.Equal((3L, false), (decoded.Other, decoded.Exact));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Decode_AnyBytes_NeverThrowsAnythingElse(RollupPart part) => Gen.Byte.Array[0, 80].Sample(bytes => Tolerates(part, bytes), iter: 2_000);

    [Theory]
    [MemberData(nameof(Parts))]
    public void Decode_AnyByteChangedOrCutOff_NeverThrowsAnythingElse(RollupPart part)
    {
        // Some draws have nothing of a rare part, such as searches without results.
        var content = NumberedEvent.Array[200].Select(events => part.Encode(Fold(events))).Where(bytes => bytes is not null).Single()!;
        for (var i = 0; i < content.Length; i++)
        {
            Tolerates(part, content[..i]);
            foreach (var value in (byte[])[0, 0x7F, 0x80, 0xC0, 0xDD, 0xFF, (byte)(content[i] ^ 1)])
            {
                var damaged = content.ToArray();
                damaged[i] = value;
                Tolerates(part, damaged);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Decode_ContentThatClaimsToBeHuge_Throws(RollupPart part)
    {
        // An array of four thousand million entries.
        Assert.Throws<InvalidDataException>(() => part.Decode(Convert.FromHexString("94C300DDFFFFFFF0")));
        Assert.Throws<InvalidDataException>(() => part.Decode(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void Decode_SliceWithinASlice_Throws()
    {
        var nested = Convert.FromHexString("81A3616C6CC40180");

        Assert.Throws<InvalidDataException>(() => new RollupSum(RollupPart.All).Add(SliceCodec.PartName, nested));
    }

    [Fact]
    public void Encode_Users_AreARoaringBitmapAlone() =>
        Assert.Equal(UserSet.Of([1, 2, 70_000]).ToBytes(), RollupPart.Users.Encode(new Rollup { Users = UserSet.Of([1, 2, 70_000]) }));

    private static bool Tolerates(RollupPart part, byte[] bytes)
    {
        try
        {
            part.Decode(bytes);
        }
        catch (InvalidDataException)
        {
            // Expected of most.
        }

        return true;
    }

    private static Rollup Sum(IReadOnlyCollection<Rollup> rollups)
    {
        var sum = new RollupSum(RollupPart.All);
        foreach (var rollup in rollups)
        {
            sum.AddTotals(new Bucket(default, 1, default, null, TotalsCodec.Encode(rollup), []));
            foreach (var part in RollupPart.All)
            {
                if (part.Encode(rollup) is { } content)
                {
                    sum.Add(part.Name, content);
                }
            }
        }

        return sum.ToRollup();
    }

    private static void AssertSame(KeyedUsers expected, KeyedUsers actual)
    {
        Assert.Equal(expected.Exact, actual.Exact);
        Assert.Equal(
            expected.Users.ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.ToBytes())),
            actual.Users.ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.ToBytes())));
    }
}
