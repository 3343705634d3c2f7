namespace Pipeline.Core.Ingestion.Events;

/// <summary>The limits of one event. Lengths of text count Unicode code points, sizes count UTF-8 bytes.</summary>
public static class EventLimits
{
    public const int MaxIdLength = 128;
    public const int MaxEventTypeLength = 64;
    public const int MaxPageLength = 2_048;

    /// <summary>A whole event as JSON, unknown fields and white space included: it must always fit one queue message.</summary>
    public const int MaxEventBytes = 32 * 1_024;

    /// <summary>How far ahead of its receipt an event's own clock may be.</summary>
    public static readonly TimeSpan MaxClockLead = TimeSpan.FromHours(24);
}
