using CsCheck;
using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Core.Tests.Rollups.RollupGen;

namespace Pipeline.Core.Tests.Rollups;

public sealed class RollupCodecTests
{
    [Fact]
    public void Decode_Encoded_GivesAllOfItBack() => Gen.Select(AnyRollup, Gen.Int[1, 20]).Sample((rollup, max) =>
    {
        var trimmed = rollup.Trim(max);
        var decoded = RollupCodec.Decode(RollupCodec.Encode(trimmed));

        Assert.Equivalent(trimmed.EventsByType, decoded.EventsByType, strict: true);
        Assert.Equivalent(trimmed.PageViews, decoded.PageViews, strict: true);
        Assert.Equivalent(trimmed.Searches, decoded.Searches, strict: true);
        Assert.Equivalent(trimmed.ZeroResultSearches, decoded.ZeroResultSearches, strict: true);
        Assert.Equivalent(trimmed.Products, decoded.Products, strict: true);
        Assert.Equivalent(trimmed.Days, decoded.Days, strict: true);
        Assert.Equal((trimmed.Sessions, trimmed.Revenue, trimmed.PricedOrders), (decoded.Sessions, decoded.Revenue, decoded.PricedOrders));
        Assert.Equal(trimmed.Users.ToBytes(), decoded.Users.ToBytes());
        AssertSame(trimmed.UsersByType, decoded.UsersByType);
        AssertSame(trimmed.UsersByDevice, decoded.UsersByDevice);
    }, iter: 100);

    [Fact]
    public void Encode_EqualRollupsMadeInDifferentOrder_GivesEqualBytes() => AnyEvents.Sample(events =>
        AreEqual(Fold(events, 3), Fold(events.Reverse(), 3)));

    [Fact]
    public void Encode_AmountsWithAndWithoutTrailingZeros_GivesEqualBytes() =>
        Assert.True(AreEqual(new Rollup { Revenue = 1.50m }, new Rollup { Revenue = 1.5m }));

    [Fact]
    public void Decode_AnyBitFlipped_ThrowsOrGivesTheSame()
    {
        var rollup = new Rollup { Users = UserSet.Of([1, 2, 3]), Revenue = 12.5m };
        var content = RollupCodec.Encode(rollup).ToArray();
        var refused = 0;
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            var damaged = content.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // A few bits of a frame mean nothing.
                Assert.True(AreEqual(rollup, RollupCodec.Decode(damaged)));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, content.Length * 8 * 9 / 10, content.Length * 8);
    }

    [Fact]
    public void Decode_Nothing_Throws() =>
        Assert.Throws<InvalidDataException>(() => RollupCodec.Decode(ReadOnlyMemory<byte>.Empty));

    [Fact]
    public void Decode_OtherVersion_Throws()
    {
        using var compressor = new ZstdSharp.Compressor(3);
        var content = compressor.Wrap("""{"v":2}"""u8).ToArray();

        Assert.Throws<InvalidDataException>(() => RollupCodec.Decode(content));
    }

    [Fact]
    public void Decode_ContentThatClaimsToUnpackToTooMuch_Throws()
    {
        // The header of a zstd frame that claims a content of 2^40 bytes.
        var content = Convert.FromHexString("28B52FFDE00000000000010000010000");

        Assert.Throws<InvalidDataException>(() => RollupCodec.Decode(content));
    }

    private static void AssertSame(KeyedUsers expected, KeyedUsers actual)
    {
        Assert.Equal(expected.Exact, actual.Exact);
        Assert.Equal(
            expected.Users.ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.ToBytes())),
            actual.Users.ToDictionary(entry => entry.Key, entry => Convert.ToHexString(entry.Value.ToBytes())));
    }
}
