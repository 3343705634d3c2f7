using Pipeline.Core.Rollups;

namespace Pipeline.Contracts.Rollups;

/// <summary>What <see cref="IRollupStore"/> promises, whatever lies behind it.</summary>
public abstract class RollupStoreContract
{
    private const string Zone = "Europe/Berlin";

    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<IRollupStore> CreateAsync();

    [Fact]
    public async Task NextVersion_ConcurrentAndReopened_AlwaysGrows()
    {
        var store = await CreateAsync();
        Assert.Equal(0, await store.GetLatestVersionAsync(Token));
        var versions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.NextVersionAsync(Token), Token)));

        var reopened = await CreateAsync();
        var next = await reopened.NextVersionAsync(Token);

        Assert.Equal(20, versions.Distinct().Count());
        Assert.True(next > versions.Max());
        Assert.Equal(next, await reopened.GetLatestVersionAsync(Token));
    }

    [Fact]
    public async Task Put_NewBuckets_AreReadBackUnchanged()
    {
        var store = await CreateAsync();
        BucketWrite[] writes =
        [
            Write(Hour(0), 1, null, ("pages", [1, 2, 0, 255])),
            Write(Hour(0) with { Zone = "UTC" }, 1, null),
            Write(Hour(0) with { Level = BucketLevel.Day }, 1, null, ("pages", new byte[50_000]), ("users", [7])),
            Write(BucketKey.Slice(DateTimeOffset.MinValue), 1, null, ("all", [3])),
        ];
        writes[1] = writes[1] with { Bucket = writes[1].Bucket with { RevisedAt = Noon.AddDays(1) } };

        Assert.Empty(await store.PutAsync(writes, Token));

        var reopened = await CreateAsync();
        var read = await reopened.GetAsync([.. writes.Select(write => write.Bucket.Key), Hour(5)], Token);
        Assert.Equal(4, read.Count);
        foreach (var expected in writes)
        {
            var actual = Assert.Single(read, bucket => bucket.Key == expected.Bucket.Key);
            Assert.Equal(expected.Bucket with { Totals = default, Parts = [] }, actual with { Totals = default, Parts = [] });
            Assert.Equal(expected.Bucket.Totals.ToArray(), actual.Totals.ToArray());
            Assert.Equal(expected.Bucket.Parts, actual.Parts);
            foreach (var (name, content) in expected.Contents)
            {
                Assert.Equal(content.ToArray(), await ReadAsync(reopened, actual, name));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Chunks.MaxBytes)]
    [InlineData(Chunks.MaxBytes + 1)]
    [InlineData(20 * 1_000_000)]
    public async Task Put_PartOfAnySize_IsReadBackUnchanged(int size)
    {
        var store = await CreateAsync();
        var content = new byte[size];
        new Random(1).NextBytes(content);

        Assert.Empty(await store.PutAsync(
            [Write(Hour(0), 1, null, ("users", content), ("pages", [1])), Write(Hour(1), 1, null, ("users", [2]))], Token));

        var bucket = await FindAsync(store, Hour(0));
        var read = await ReadAsync(store, bucket, "users");
        Assert.True(content.AsSpan().SequenceEqual(read));
        Assert.Equal([1], await ReadAsync(store, bucket, "pages"));
        Assert.Equal([2], await ReadAsync(store, await FindAsync(store, Hour(1)), "users"));
    }

    [Fact]
    public async Task Put_LargePartBecomesSmall_LeavesNothingOfIt()
    {
        var store = await CreateAsync();
        await store.PutAsync([Write(Hour(0), 1, null, ("users", new byte[3 * Chunks.MaxBytes]))], Token);

        Assert.Empty(await store.PutAsync([Write(Hour(0), 2, 1, ("users", [9]))], Token));

        Assert.Equal([9], await ReadAsync(store, await FindAsync(store, Hour(0)), "users"));
    }

    [Fact]
    public async Task Put_UnchangedPart_KeepsItsContentAndVersion()
    {
        var store = await CreateAsync();
        await store.PutAsync([Write(Hour(0), 1, null, ("users", [1]), ("pages", [2]))], Token);
        var old = await FindAsync(store, Hour(0));
        var write = Write(Hour(0), 2, 1, ("pages", [3]));

        await store.PutAsync([write with { Bucket = write.Bucket with { Parts = [.. write.Bucket.Parts, old.Find("users")!.Value] } }], Token);

        var bucket = await FindAsync(store, Hour(0));
        Assert.Equal((2L, 1L, 2L), (bucket.Version, bucket.Find("users")!.Value.Version, bucket.Find("pages")!.Value.Version));
        Assert.Equal([1], await ReadAsync(store, bucket, "users"));
        Assert.Equal([3], await ReadAsync(store, bucket, "pages"));
    }

    [Fact]
    public async Task Read_PartThatWasWrittenAgainOrRemoved_IsMissing()
    {
        var store = await CreateAsync();
        await store.PutAsync([Write(Hour(0), 1, null, ("users", [1]), ("pages", [2]))], Token);
        var old = await FindAsync(store, Hour(0));
        await store.PutAsync([Write(Hour(0), 2, 1, ("pages", [3]))], Token);

        Assert.Null(await ReadAsync(store, old, "users"));
        Assert.Null(await ReadAsync(store, old, "pages"));
    }

    [Fact]
    public async Task Read_ManyParts_HandsOutEachOnce()
    {
        var store = await CreateAsync();
        await store.PutAsync([.. Enumerable.Range(0, 100).Select(hour => Write(Hour(hour), 1, null, ("users", new byte[200_000 + hour])))], Token);
        var buckets = await store.GetAsync([.. Enumerable.Range(0, 100).Select(Hour)], Token);
        var read = new List<(BucketKey, int)>();

        Assert.True(await store.ReadAsync(
            [.. buckets.Select(bucket => new PartAddress(bucket.Key, bucket.Parts[0]))],
            (part, content) => read.Add((part.Bucket, content.Length)),
            Token));

        Assert.Equal(Enumerable.Range(0, 100).Select(hour => (Hour(hour), 200_000 + hour)), read.OrderBy(part => part.Item1.Start));
        Assert.True(await store.ReadAsync([], (_, _) => { }, Token));
    }

    [Fact]
    public async Task Put_OtherVersionIsStored_IsRefusedForThatBucketAlone()
    {
        var store = await CreateAsync();
        await store.PutAsync([Write(Hour(0), 6, null, ("users", [6])), Write(Hour(2), 6, null)], Token);

        var refused = await store.PutAsync(
            [Write(Hour(0), 7, 5, ("users", [7])), Write(Hour(1), 7, null, ("users", [8])), Write(Hour(2), 7, null), Write(Hour(3), 7, 2)],
            Token);

        // A bucket that is gone may be written over, or refused.
        Assert.Equal([Hour(0), Hour(2)], refused.Where(key => key != Hour(3)).OrderBy(key => key.Start));
        Assert.Equal([6], await ReadAsync(store, await FindAsync(store, Hour(0)), "users"));
        Assert.Equal([8], await ReadAsync(store, await FindAsync(store, Hour(1)), "users"));
        Assert.Equal(6, (await FindAsync(store, Hour(2))).Version);
    }

    [Fact]
    public async Task Put_AfterARefusedWriter_RemovesWhatItLeft()
    {
        var store = await CreateAsync();
        await store.PutAsync([Write(Hour(0), 5, null, ("users", [5]))], Token);
        await store.PutAsync([Write(Hour(0), 4, 3, ("users", [4]))], Token);

        Assert.Empty(await store.PutAsync([Write(Hour(0), 6, 5, ("users", [6]))], Token));

        var left = new PartAddress(Hour(0), BucketPart.Of("users", 4, [4]));
        Assert.False(await store.ReadAsync([left], (_, _) => { }, Token));
        Assert.Equal([6], await ReadAsync(store, await FindAsync(store, Hour(0)), "users"));
    }

    [Fact]
    public async Task Put_RacingWriters_LeaveOneOfThemWhole()
    {
        var store = await CreateAsync();

        var refused = await Task.WhenAll(Enumerable.Range(1, 30).Select(version => Task.Run(
            () => store.PutAsync([Write(Hour(0), version, null, ("users", [(byte)version]), ("pages", [(byte)version]))], Token), Token)));

        Assert.Single(refused, keys => keys.Count == 0);
        var bucket = await FindAsync(store, Hour(0));
        byte[] expected = [(byte)bucket.Version];
        Assert.Equal(expected, await ReadAsync(store, bucket, "users"));
        Assert.Equal(expected, await ReadAsync(store, bucket, "pages"));
    }

    [Fact]
    public async Task Put_WhileOthersRead_NeverShowsHalfOfIt()
    {
        var store = await CreateAsync();
        await store.PutAsync([Write(Hour(0), 1, null, ("users", [1]), ("pages", [1]))], Token);
        var writing = Task.Run(
            async () =>
            {
                for (var version = 2; version <= 60; version++)
                {
                    await store.PutAsync([Write(Hour(0), version, version - 1, ("users", [(byte)version]), ("pages", [(byte)version]))], Token);
                }
            },
            Token);

        while (!writing.IsCompleted)
        {
            var bucket = await FindAsync(store, Hour(0));
            var seen = new HashSet<byte>();
            if (await store.ReadAsync(
                [.. bucket.Parts.Select(part => new PartAddress(bucket.Key, part))], (_, content) => seen.Add(content.Span[0]), Token))
            {
                Assert.Equal([(byte)bucket.Version], seen);
            }
        }

        await writing;
    }

    [Fact]
    public async Task GetRange_Bounds_AreHalfOpenAscendingWithinLevelAndZone()
    {
        var store = await CreateAsync();
        BucketKey[] keys =
            [Hour(3), Hour(-1), Hour(0), Hour(2), Hour(1) with { Zone = "UTC" }, Hour(1) with { Level = BucketLevel.Day }];
        await store.PutAsync([.. keys.Select(key => Write(key, 1, null))], Token);

        Assert.Equal([Hour(0), Hour(2)], await RangeAsync(Noon, Noon.AddHours(3), 10));
        Assert.Equal([Hour(-1), Hour(0)], await RangeAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 2));
        Assert.Equal(4, (await RangeAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue)).Count());

        async Task<IEnumerable<BucketKey>> RangeAsync(DateTimeOffset from, DateTimeOffset to, int limit) =>
            (await store.GetRangeAsync(BucketLevel.Hour, Zone, from, to, limit, Token)).Select(bucket => bucket.Key);
    }

    [Fact]
    public async Task DeleteSlices_Before_RemovesThemWithTheirPartsAndNothingElse()
    {
        var store = await CreateAsync();
        var (old, kept) = (BucketKey.Slice(Noon.AddSeconds(-20)), BucketKey.Slice(Noon));
        await store.PutAsync(
            [Write(old, 1, null, ("all", [1])), Write(kept, 1, null, ("all", [2])), Write(Hour(-5), 1, null, ("users", [3]))], Token);
        var removed = await FindAsync(store, old);

        Assert.Equal(1, await store.DeleteSlicesAsync(Noon, Token));
        Assert.Equal(0, await store.DeleteSlicesAsync(Noon, Token));

        Assert.Empty(await store.GetAsync([old], Token));
        Assert.Null(await ReadAsync(store, removed, "all"));
        Assert.Equal([2], await ReadAsync(store, await FindAsync(store, kept), "all"));
        Assert.Equal([3], await ReadAsync(store, await FindAsync(store, Hour(-5)), "users"));
    }

    protected static BucketKey Hour(int hour) => new(BucketLevel.Hour, Zone, Noon.AddHours(hour));

    protected static BucketWrite Write(BucketKey key, long version, long? replaces, params (string Name, byte[] Content)[] parts) => new(
        new Bucket(key, version, Noon, null, new byte[] { 1, 2, (byte)version }, [.. parts.Select(part => BucketPart.Of(part.Name, version, part.Content))]),
        replaces,
        parts.ToDictionary(part => part.Name, part => (ReadOnlyMemory<byte>)part.Content));

    protected static async Task<Bucket> FindAsync(IRollupStore store, BucketKey key) => Assert.Single(await store.GetAsync([key], Token));

    /// <summary>Null when the part is missing.</summary>
    protected static async Task<byte[]?> ReadAsync(IRollupStore store, Bucket bucket, string part)
    {
        byte[]? found = null;
        return await store.ReadAsync(
            [new PartAddress(bucket.Key, bucket.Find(part)!.Value)], (_, content) => found = content.ToArray(), Token)
            ? found
            : null;
    }
}
