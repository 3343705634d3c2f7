namespace Pipeline.Core.Rollups.Encoding;

/// <summary>The names of the parts that buckets of a level may be stored with.</summary>
internal static class PartNames
{
    private static readonly string[] OfSlices = [SliceCodec.PartName];
    private static readonly string[] OfCalendar = [.. RollupPart.All.Select(part => part.Name)];

    public static IReadOnlyList<string> Of(BucketLevel level) => level == BucketLevel.Slice ? OfSlices : OfCalendar;
}
