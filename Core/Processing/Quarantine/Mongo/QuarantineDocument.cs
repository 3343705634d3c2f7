using MongoDB.Bson;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Quarantine.Mongo;

/// <summary>An entry as it is stored.</summary>
internal static class QuarantineDocument
{
    public static BsonDocument Of(QuarantineEntry entry)
    {
        var document = new BsonDocument
        {
            { "_id", entry.Id },
            { "kind", entry.Kind.ToString() },
            { "payload", entry.Payload },
            { "source", entry.Source.ToString() },
            { "message", entry.MessageId },
            {
                "items",
                entry.Items is not { } items ? BsonNull.Value : new BsonDocument
                {
                    { "producer", Binary(items.Producer) },
                    { "sequence", items.Sequence },
                    { "count", items.Count },
                    { "account", items.Account.ToString() },
                }
            },
            { "received", entry.ReceivedAt.ToStored() },
            { "hour", entry.ReceivedHour.ToStored() },
            { "first", entry.FirstSeenAt.ToStored() },
            { "history", new BsonArray(entry.History.Select(Of)) },
            { "version", entry.Version },
        };
        return document.AddRange(Changeable(entry));
    }

    /// <summary>What an update replaces.</summary>
    public static BsonDocument Changeable(QuarantineEntry entry) => new()
    {
        { "reason", entry.Reason },
        { "detail", entry.Detail },
        { "last", entry.LastSeenAt.ToStored() },
        { "attempts", entry.Attempts },
        { "state", entry.State.ToString() },
        { "edited", BsonValue.Create(entry.EditedPayload) },
        { "retry", entry.Retry is { } retry ? Binary(retry) : BsonNull.Value },
        { "claimed", entry.ClaimedAt.ToStored() },
        { "stored", entry.Resolution.Stored },
        { "duplicate", entry.Resolution.Duplicate },
        { "moved", entry.Resolution.Stored + entry.Resolution.Duplicate },
    };

    public static BsonDocument Of(QuarantineChange change) => new()
    {
        { "at", change.At.ToStored() },
        { "who", change.Who },
        { "what", change.What.ToString() },
        { "detail", BsonValue.Create(change.Detail) },
    };

    public static BsonBinaryData Binary(Guid id) => new(id, GuidRepresentation.Standard);

    public static QuarantineEntry ToEntry(BsonDocument document) => new(
        document["_id"].AsString,
        Enum.Parse<QuarantineKind>(document["kind"].AsString),
        document["reason"].AsString,
        document["detail"].AsString,
        document["payload"].AsString,
        Enum.Parse<QuarantineSource>(document["source"].AsString),
        document["message"].AsString,
        document["items"] is BsonDocument items
            ? new QuarantinedItems(
                Guid(items["producer"]), items["sequence"].ToInt64(), items["count"].ToInt32(), Enum.Parse<QuarantineAccount>(items["account"].AsString))
            : null,
        document["received"].ToInstant(),
        document["first"].ToInstant(),
        document["last"].ToInstant(),
        document["attempts"].ToInt32())
    {
        State = Enum.Parse<QuarantineState>(document["state"].AsString),
        EditedPayload = document["edited"].IsBsonNull ? null : document["edited"].AsString,
        Retry = document["retry"].IsBsonNull ? null : Guid(document["retry"]),
        ClaimedAt = document["claimed"].ToInstantOrNull(),
        Resolution = new Resolution(document["stored"].ToInt32(), document["duplicate"].ToInt32()),
        History = [.. document["history"].AsBsonArray.Select(change => ToChange(change.AsBsonDocument))],
        Version = document["version"].ToInt64(),
    };

    public static Guid Guid(BsonValue id) => id.AsBsonBinaryData.ToGuid(GuidRepresentation.Standard);

    private static QuarantineChange ToChange(BsonDocument change) => new(
        change["at"].ToInstant(),
        change["who"].AsString,
        Enum.Parse<QuarantineAction>(change["what"].AsString),
        change["detail"].IsBsonNull ? null : change["detail"].AsString);
}
