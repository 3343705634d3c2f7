namespace Pipeline.Core.Processing.Quarantine;

/// <param name="Id">Derived from what is quarantined (message id, item number), so that a redelivery adds nothing.</param>
/// <param name="Kind">Event, profile or whole message.</param>
/// <param name="Reason">Short cause to group by, for example <c>invalid: userId</c>.</param>
/// <param name="Detail">The full message; never contains the payload.</param>
/// <param name="Payload">What was quarantined, as text.</param>
/// <param name="ReceivedAt">When the pipeline received it.</param>
/// <param name="QuarantinedAt">When it was set aside.</param>
public sealed record QuarantineEntry(
    string Id,
    QuarantineKind Kind,
    string Reason,
    string Detail,
    string Payload,
    DateTimeOffset ReceivedAt,
    DateTimeOffset QuarantinedAt);

public enum QuarantineKind
{
    Event,
    Profile,
    Message,
}
