using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Rollups;

/// <summary>
/// Which zone's buckets the refresh writes, and how far they have been made if another zone was reported before. Marks are cleared once
/// they are in this zone's buckets, so the buckets of other zones fall behind from then on.
/// </summary>
/// <param name="Revision">Counts the changes, from 1.</param>
/// <param name="Zone">IANA id.</param>
/// <param name="Since">The version that was handed out when the zone became the reported one.</param>
/// <param name="Behind">Changes of other zones' hours after this version are missing here; null when none are.</param>
/// <param name="MadeThrough">Hours of this zone that start before this instant are made.</param>
/// <param name="Others">Every other zone that was ever reported, with the version up to which its buckets are right; 0 if never.</param>
public sealed record ReportedZone(
    int Revision,
    string Zone,
    long Since,
    long? Behind,
    DateTimeOffset MadeThrough,
    IReadOnlyDictionary<string, long> Others)
{
    [JsonIgnore]
    public bool IsComplete => Behind is null;

    /// <summary>The first zone ever: there is nothing to be made.</summary>
    public static ReportedZone First(string zone, long version) =>
        new(1, zone, version, null, DateTimeOffset.MinValue, new Dictionary<string, long>());

    /// <summary>Another zone takes over at <paramref name="version"/>.</summary>
    public ReportedZone ChangeTo(string zone, long version)
    {
        var others = Others.Where(other => other.Key != zone).ToDictionary();
        // A zone that is left half made is only as right as when it was last left: not at all, or up to that version.
        others[Zone] = Behind ?? version;
        return new(Revision + 1, zone, version, Others.GetValueOrDefault(zone), DateTimeOffset.MinValue, others);
    }

    internal string ToJson() => JsonSerializer.Serialize(this, ReportedZoneJson.Default.ReportedZone);

    internal static ReportedZone FromJson(string json) =>
        JsonSerializer.Deserialize(json, ReportedZoneJson.Default.ReportedZone)
        ?? throw new InvalidDataException("The stored reporting zone is empty.");
}

[JsonSerializable(typeof(ReportedZone))]
internal sealed partial class ReportedZoneJson : JsonSerializerContext;
