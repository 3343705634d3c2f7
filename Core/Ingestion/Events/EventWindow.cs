using System.Globalization;

namespace Pipeline.Core.Ingestion.Events;

/// <summary>The times that an event may have, relative to its receipt.</summary>
internal readonly struct EventWindow
{
    /// <summary>An envelope carries the receipt time of its first item; the others were received and checked a little later.</summary>
    private static readonly TimeSpan EnvelopeSpan = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _earliest;
    private readonly DateTimeOffset _latest;
    private readonly TimeSpan _maxAge;

    private EventWindow(DateTimeOffset receivedAt, TimeSpan maxAge, TimeSpan slack)
    {
        // Envelopes from other senders may claim to be from the year 1.
        _earliest = receivedAt - DateTimeOffset.MinValue > maxAge + slack ? receivedAt - maxAge - slack : DateTimeOffset.MinValue;
        _latest = receivedAt + EventLimits.MaxClockLead + slack;
        _maxAge = maxAge;
    }

    /// <summary>For an event that was just received.</summary>
    public static EventWindow OfEvent(DateTimeOffset receivedAt, TimeSpan maxAge) => new(receivedAt, maxAge, TimeSpan.Zero);

    /// <summary>For the events of an envelope.</summary>
    public static EventWindow OfEnvelope(DateTimeOffset receivedAt, TimeSpan maxAge) => new(receivedAt, maxAge, EnvelopeSpan);

    /// <returns>The broken rule; null when the time is within the window.</returns>
    public Fault? Check(DateTimeOffset timestamp) =>
        timestamp > _latest
            ? new Fault("timestamp", $"must be at most {EventLimits.MaxClockLead.TotalHours:0} hours ahead of its receipt")
            : timestamp < _earliest
                ? new Fault("timestamp", string.Create(CultureInfo.InvariantCulture, $"must be at most {_maxAge.TotalDays:0.##} days before its receipt"))
                : null;
}
