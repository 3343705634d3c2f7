using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>Which version of each bucket a sum is made of. Equal vectors mean equal sums.</summary>
internal sealed class VersionVector : IEquatable<VersionVector>
{
    private readonly RollupVersion[] _versions;
    private readonly int _hash;

    public VersionVector(IEnumerable<RollupVersion> versions)
    {
        _versions = [.. versions.OrderBy(version => version.Key.Level).ThenBy(version => version.Key.Start)];
        var hash = new HashCode();
        foreach (var version in _versions)
        {
            hash.Add(version);
        }

        _hash = hash.ToHashCode();
    }

    public IEnumerable<RollupKey> Keys => _versions.Select(version => version.Key);

    public bool Contains(RollupKey key) => Array.Exists(_versions, version => version.Key == key);

    public VersionVector Without(RollupKey key) => new(_versions.Where(version => version.Key != key));

    /// <summary>When late events last changed one of the buckets after its time was over.</summary>
    public DateTimeOffset? RevisedAt => _versions.Max(version => version.RevisedAt);

    public bool Equals(VersionVector? other) =>
        other is not null && _hash == other._hash && _versions.AsSpan().SequenceEqual(other._versions);

    public override bool Equals(object? obj) => Equals(obj as VersionVector);

    public override int GetHashCode() => _hash;
}
