using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.History;

public sealed class ArchivingOptions
{
    public const string SectionName = "Pipeline:Archive";

    /// <summary>No day is sealed sooner after its end: most late events have come by then.</summary>
    internal const int MinHotDays = 2;

    /// <summary>
    /// How many days after its end a UTC day goes to the archive; at least as long as slices are kept
    /// (<see cref="Rollups.RollupOptions.KeepSlices"/>). Default 30.
    /// </summary>
    [Range(MinHotDays, 3_650)]
    public int HotDays { get; set; } = 30;

    /// <summary>
    /// How many days after its end a UTC day's events are deleted wherever they lie; 0, the default, keeps them for ever. Numbers stay. More
    /// than <see cref="HotDays"/>, and than events may be old when they are received
    /// (<see cref="Ingestion.Events.EventOptions.MaxAge"/>).
    /// </summary>
    [Range(0, 36_525)]
    public int KeepDays { get; set; }

    /// <summary>How many parts an archived day has when they are merged. Default 4.</summary>
    [Range(2, 1_000)]
    public int CompactParts { get; set; } = 4;
}
