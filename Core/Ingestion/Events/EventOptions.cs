using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Ingestion.Events;

/// <summary>Configurable rules for events. Ingest and the drain both check them, so both read this section.</summary>
public sealed class EventOptions
{
    public const string SectionName = "Pipeline:Ingest";

    /// <summary>
    /// How old an event may be when it is received. Every UTC day has its own collection: without a limit one client could make
    /// thousands. Default 10 years.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "36525.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(3_653);
}
