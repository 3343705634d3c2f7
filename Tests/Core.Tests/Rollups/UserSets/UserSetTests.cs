using CsCheck;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Encoding;
using Pipeline.Core.Rollups.UserSets;
using Roaring.Net.CRoaring;
using Xunit;

namespace Pipeline.Core.Tests.Rollups.UserSets;

public sealed class UserSetTests
{
    // Sparse, dense and mixed blocks, on both sides of the 4,096 at which a block changes its form.
    private static readonly Gen<int[]> Numbers = Gen.OneOf(
        Gen.Int[0, 300].Array[0, 40],
        Gen.Int[0, int.MaxValue].Array[0, 40],
        Gen.Select(Gen.Int[0, 200_000], Gen.Int[4_000, 4_200], (start, count) => Enumerable.Range(start, count).ToArray()),
        Gen.Int[60_000, 70_000].Array[4_000, 9_000]);

    [Fact]
    public void Of_AnyNumbers_EqualsHashSet() => Numbers.Sample(numbers =>
    {
        var set = UserSet.Of(numbers);
        var model = numbers.ToHashSet();
        return set.Count == model.Count
            && model.All(set.Contains)
            && numbers.SelectMany(n => new[] { n - 1, n ^ 0x10000, n ^ 1 }).Where(n => n >= 0).All(n => set.Contains(n) == model.Contains(n));
    }, iter: 300);

    [Fact]
    public void Union_AnySets_EqualsHashSetUnion() => Numbers.Array[0, 4].Sample(parts =>
    {
        var model = parts.SelectMany(numbers => numbers).ToHashSet();
        var set = UserSet.UnionOf(parts.Select(UserSet.Of));
        return set.Count == model.Count
            && model.All(set.Contains)
            && set.ToBytes().AsSpan().SequenceEqual(UserSet.Of(model).ToBytes());
    }, iter: 200);

    [Fact]
    public void FromBytes_OwnBytes_GivesTheSet() => Numbers.Sample(numbers =>
    {
        var set = UserSet.FromBytes(UserSet.Of(numbers).ToBytes());
        var model = numbers.ToHashSet();
        return set.Count == model.Count && model.All(set.Contains);
    }, iter: 200);

    [Fact]
    public void Union_OfSets_LeavesThemAsTheyWere()
    {
        var a = UserSet.Of(Enumerable.Range(0, 5_000));
        var b = UserSet.Of(Enumerable.Range(5_000, 5_000));

        Assert.Equal(10_000, a.Union(b).Count);
        Assert.Equal(5_000, a.Count);
        Assert.False(a.Contains(5_000));
    }

    [Fact]
    public void ToBytes_DenseSet_TakesABitAUser() => Assert.InRange(UserSet.Of(Enumerable.Range(0, 1_000_000)).ToBytes().Length, 1, 132_000);

    [Fact]
    public void Of_NegativeNumber_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => UserSet.Of([3, -1]));

    [Theory]
    [InlineData("3A300000")] // ends before the number of containers
    [InlineData("3A30000001000000" + "00000000" + "10000000")] // ends before the content
    [InlineData("3A30000001000000" + "00000000" + "10000000" + "0500" + "00")] // goes on after the end
    [InlineData("3A30000002000000" + "0100000001000000" + "1800000000000000" + "05000500")] // containers not ascending
    [InlineData("3A300000FFFFFFFF")] // more containers than there can be
    [InlineData("39300000")] // another cookie
    [InlineData("3B300000" + "01" + "00000100" + "0100" + "FFFF0200")] // a run that leaves its container
    public void FromBytes_Damaged_Throws(string hex) =>
        Assert.Throws<InvalidDataException>(() => UserSet.FromBytes(Convert.FromHexString(hex)));

    [Fact]
    public void FromBytes_RunsOfCRoaring_GivesTheSet() => Gen.Select(Gen.Int[0, 200_000], Gen.Int[1, 70_000]).Array[0, 4].Sample(ranges =>
    {
        var model = ranges.SelectMany(range => Enumerable.Range(range.Item1, range.Item2)).ToHashSet();
        using var theirs = new Roaring32Bitmap(model.Select(number => (uint)number).ToArray());
        theirs.Optimize();
        return UserSet.FromBytes(theirs.Serialize(SerializationFormat.Portable)).ToBytes().AsSpan().SequenceEqual(UserSet.Of(model).ToBytes());
    }, iter: 100);

    [Fact]
    public void ToBytes_AnySet_IsWhatCRoaringWritesAndReads() => Numbers.Sample(numbers =>
    {
        var ours = UserSet.Of(numbers);
        using var theirs = new Roaring32Bitmap(numbers.Select(number => (uint)number).ToArray());
        using var read = Roaring32Bitmap.Deserialize(ours.ToBytes(), SerializationFormat.Portable);
        return theirs.Serialize(SerializationFormat.Portable).AsSpan().SequenceEqual(ours.ToBytes())
            && read.Count == (ulong)ours.Count
            && UserSet.FromBytes(theirs.Serialize(SerializationFormat.Portable)).Count == ours.Count;
    }, iter: 200);

    [Fact]
    public void Union_AnySets_IsThatOfCRoaring() => Numbers.Array[1, 5].Sample(parts =>
    {
        var sum = new RollupSum([RollupPart.Users]);
        using var theirs = new Roaring32Bitmap();
        foreach (var part in parts)
        {
            sum.Add("users", UserSet.Of(part).ToBytes());
            theirs.AddMany(part.Select(number => (uint)number).ToArray());
        }

        return sum.ToRollup().Users.ToBytes().AsSpan().SequenceEqual(theirs.Serialize(SerializationFormat.Portable));
    }, iter: 200);

    [Fact]
    public void FromBytes_AnyBytes_NeverThrowsAnythingElse() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        try
        {
            UserSet.FromBytes(bytes);
        }
        catch (InvalidDataException)
        {
            // Expected of most.
        }
    });
}
