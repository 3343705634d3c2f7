using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <summary>An entry as it is stored.</summary>
internal sealed class QuarantineRow
{
    public const string Columns =
        """
        id, kind, reason, detail, payload, source, message_id AS MessageId, producer, sequence, items, account, received_at AS ReceivedAt,
            first_seen_at AS FirstSeenAt, last_seen_at AS LastSeenAt, attempts, state, edited_payload AS EditedPayload, retry,
            claimed_at AS ClaimedAt, stored, duplicate, history, version
        """;

    public required string Id { get; init; }

    public QuarantineKind Kind { get; init; }

    public required string Reason { get; init; }

    public required string Detail { get; init; }

    public required string Payload { get; init; }

    public QuarantineSource Source { get; init; }

    public required string MessageId { get; init; }

    public byte[]? Producer { get; init; }

    public long? Sequence { get; init; }

    public int? Items { get; init; }

    public QuarantineAccount? Account { get; init; }

    public long ReceivedAt { get; init; }

    /// <summary>Written for sums by hour, never read back.</summary>
    public long ReceivedHour { get; init; }

    public long FirstSeenAt { get; init; }

    public long LastSeenAt { get; init; }

    public int Attempts { get; init; }

    public QuarantineState State { get; init; }

    public string? EditedPayload { get; init; }

    public byte[]? Retry { get; init; }

    public long? ClaimedAt { get; init; }

    public int Stored { get; init; }

    public int Duplicate { get; init; }

    public required string History { get; init; }

    public long Version { get; init; }

    public static QuarantineRow Of(QuarantineEntry entry) => new()
    {
        Id = entry.Id,
        Kind = entry.Kind,
        Reason = entry.Reason,
        Detail = entry.Detail,
        Payload = entry.Payload,
        Source = entry.Source,
        MessageId = entry.MessageId,
        Producer = entry.Items?.Producer.ToByteArray(),
        Sequence = entry.Items?.Sequence,
        Items = entry.Items?.Count,
        Account = entry.Items?.Account,
        ReceivedAt = entry.ReceivedAt.ToStored(),
        ReceivedHour = entry.ReceivedHour.ToStored(),
        FirstSeenAt = entry.FirstSeenAt.ToStored(),
        LastSeenAt = entry.LastSeenAt.ToStored(),
        Attempts = entry.Attempts,
        State = entry.State,
        EditedPayload = entry.EditedPayload,
        Retry = entry.Retry?.ToByteArray(),
        ClaimedAt = entry.ClaimedAt?.ToStored(),
        Stored = entry.Resolution.Stored,
        Duplicate = entry.Resolution.Duplicate,
        History = QuarantineJson.Write(entry.History),
        Version = entry.Version,
    };

    public QuarantineEntry ToEntry() => new(
        Id,
        Kind,
        Reason,
        Detail,
        Payload,
        Source,
        MessageId,
        Producer is null ? null : new QuarantinedItems(new Guid(Producer), Sequence!.Value, Items!.Value, Account!.Value),
        SqliteTime.FromStored(ReceivedAt),
        SqliteTime.FromStored(FirstSeenAt),
        SqliteTime.FromStored(LastSeenAt),
        Attempts)
    {
        State = State,
        EditedPayload = EditedPayload,
        Retry = Retry is null ? null : new Guid(Retry),
        ClaimedAt = SqliteTime.FromStored(ClaimedAt),
        Resolution = new Resolution(Stored, Duplicate),
        History = QuarantineJson.ReadHistory(History),
        Version = Version,
    };
}
