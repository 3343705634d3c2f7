using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Core.Rollups;

/// <summary>Adds up stored buckets, reading only the requested parts.</summary>
public sealed class RollupLoader(IRollupStore store)
{
    private const int MaxAttempts = 10;

    /// <summary>The sum of the buckets' totals, which come with the buckets.</summary>
    /// <exception cref="DamagedBucketException">A bucket cannot be read.</exception>
    public static Rollup SumTotals(IReadOnlyCollection<Bucket> buckets)
    {
        var sum = new RollupSum([]);
        AddTotals(sum, buckets);
        return sum.ToRollup();
    }

    /// <summary>
    /// The sum of some parts of the buckets; null when one of the buckets was written meanwhile, so that they have to be looked up again.
    /// </summary>
    /// <param name="buckets">The buckets.</param>
    /// <param name="parts">Their parts.</param>
    /// <param name="cache">Contents that need not be read; none when absent.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DamagedBucketException">A bucket cannot be read.</exception>
    public async Task<Rollup?> TrySumPartsAsync(
        IReadOnlyCollection<Bucket> buckets, IReadOnlyCollection<RollupPart> parts, PartCache? cache, CancellationToken cancellationToken)
    {
        var sum = new RollupSum(parts);
        return await TryAddPartsAsync(sum, buckets, parts, cache, cancellationToken) ? sum.ToRollup() : null;
    }

    /// <summary>The sum of buckets with their totals and all of their parts.</summary>
    /// <param name="find">Looks the buckets up, more than once if they change meanwhile.</param>
    /// <param name="cache">Contents that need not be read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DamagedBucketException">A bucket cannot be read.</exception>
    public async Task<Rollup> SumAsync(
        Func<Task<IReadOnlyList<Bucket>>> find, PartCache cache, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var buckets = await find();
            var sum = new RollupSum(RollupPart.All);
            AddTotals(sum, buckets);
            if (await TryAddPartsAsync(sum, buckets, RollupPart.All, cache, cancellationToken))
            {
                return sum.ToRollup();
            }
        }

        throw new TransientStorageException("Buckets were written faster than they could be read.");
    }

    private async Task<bool> TryAddPartsAsync(
        RollupSum sum,
        IReadOnlyCollection<Bucket> buckets,
        IReadOnlyCollection<RollupPart> parts,
        PartCache? cache,
        CancellationToken cancellationToken)
    {
        var wanted = parts.Select(part => part.Name).Append(SliceCodec.PartName).ToHashSet(StringComparer.Ordinal);
        var missing = new List<PartAddress>();
        foreach (var address in
            from bucket in buckets
            from part in bucket.Parts
            where wanted.Contains(part.Name)
            select new PartAddress(bucket.Key, part))
        {
            if (cache is not null && cache.TryGet(address, out var content))
            {
                AddContent(sum, address, content);
            }
            else
            {
                missing.Add(address);
            }
        }

        return missing.Count == 0 || await store.ReadAsync(
            missing,
            (part, content) =>
            {
                AddContent(sum, part, content);
                cache?.Set(part, content.ToArray());
            },
            cancellationToken);
    }

    private static void AddTotals(RollupSum sum, IReadOnlyCollection<Bucket> buckets)
    {
        foreach (var bucket in buckets)
        {
            Add(bucket.Key, "its totals", () => sum.AddTotals(bucket));
        }
    }

    private static void AddContent(RollupSum sum, PartAddress address, ReadOnlyMemory<byte> content) =>
        Add(address.Bucket, $"part {address.Part.Name}", () =>
        {
            if (!address.Part.Matches(content.Span))
            {
                throw new InvalidDataException("The content is not the one that was written.");
            }

            sum.Add(address.Part.Name, content);
        });

    private static void Add(BucketKey bucket, string what, Action add)
    {
        try
        {
            add();
        }
        catch (InvalidDataException e)
        {
            throw new DamagedBucketException(bucket, what, e);
        }
    }
}
