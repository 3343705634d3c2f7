using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>Which versions of a part a sum is made of. Equal versions mean equal sums, whatever else changed in the buckets.</summary>
internal sealed class PartVersions : IEquatable<PartVersions>
{
    private readonly (BucketKey Key, long Version)[] _versions;
    private readonly int _hash;

    public PartVersions(IEnumerable<Bucket> buckets, RollupPart part)
    {
        _versions = [..
            from bucket in buckets
            let stored = bucket.Find(part.Name)
            where stored is not null
            orderby bucket.Key.Level, bucket.Key.Start
            select (bucket.Key, stored.Value.Version)];
        var hash = new HashCode();
        foreach (var version in _versions)
        {
            hash.Add(version);
        }

        _hash = hash.ToHashCode();
    }

    public bool Equals(PartVersions? other) =>
        other is not null && _hash == other._hash && _versions.AsSpan().SequenceEqual(other._versions);

    public override bool Equals(object? obj) => Equals(obj as PartVersions);

    public override int GetHashCode() => _hash;
}
