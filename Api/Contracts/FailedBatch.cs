using System.Text.Json.Serialization;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Storing.Retries;

namespace Pipeline.Api.Contracts;

/// <summary>Something that could not be stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">An event, a profile, or a whole message that could not be read.</param>
/// <param name="Reason">Stable code of the latest failure.</param>
/// <param name="Detail">The latest failure in words.</param>
/// <param name="Source">What set it aside.</param>
/// <param name="State">Where it stands.</param>
/// <param name="MessageId">The queue message that it came in.</param>
/// <param name="Producer">The ingest process that accepted it; null when unknown.</param>
/// <param name="Sequence">Its number among the producer's, or that of its first item.</param>
/// <param name="Items">How many events and profiles it stands for in the ledger.</param>
/// <param name="ReceivedAt">When the pipeline received it.</param>
/// <param name="FirstSeenAt">When it was set aside.</param>
/// <param name="LastSeenAt">When it last failed.</param>
/// <param name="Attempts">How often storing it was tried.</param>
/// <param name="Payload">What was set aside; absent in lists.</param>
/// <param name="EditedPayload">What is stored instead; absent in lists and when nobody has edited it.</param>
/// <param name="History">Every change, oldest first; absent in lists.</param>
internal sealed record FailedBatch(
    string Id,
    QuarantineKind Kind,
    string Reason,
    string Detail,
    QuarantineSource Source,
    QuarantineState State,
    string MessageId,
    Guid? Producer,
    long? Sequence,
    int Items,
    DateTimeOffset ReceivedAt,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    int Attempts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Payload = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EditedPayload = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<QuarantineChange>? History = null)
{
    public static FailedBatch InList(QuarantineEntry entry) => new(
        entry.Id,
        entry.Kind,
        entry.Reason,
        entry.Detail,
        entry.Source,
        entry.State,
        entry.MessageId,
        entry.Items?.Producer,
        entry.Items?.Sequence,
        entry.Items?.Count ?? 0,
        entry.ReceivedAt,
        entry.FirstSeenAt,
        entry.LastSeenAt,
        entry.Attempts);

    public static FailedBatch Whole(QuarantineEntry entry) => InList(entry) with
    {
        Payload = entry.Payload,
        EditedPayload = entry.EditedPayload,
        History = entry.History,
    };
}

/// <summary>A part of the failed batches, latest first.</summary>
/// <param name="Data">The entries.</param>
/// <param name="Total">How many the filter lets through.</param>
/// <param name="Groups">All that the filter lets through, by reason and state, most first.</param>
/// <param name="Next">What to send as <c>cursor</c> to get the following entries; absent when there are none.</param>
internal sealed record FailedBatchesResponse(
    IReadOnlyList<FailedBatch> Data,
    long Total,
    IReadOnlyList<QuarantineGroup> Groups,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

/// <summary>A retry that was queued, or what it would do.</summary>
/// <param name="RunId">The run, see <c>/api/ops/runs/{id}</c>; absent after a dry run.</param>
/// <param name="Selected">How many it has, or would have.</param>
/// <param name="Forecast">After a dry run: what would become of the first 1,000.</param>
/// <param name="Sample">After a dry run: some of them, with their payloads before and after the rules.</param>
internal sealed record RetryReceipt(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RunId,
    long Selected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ForecastCount>? Forecast = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PreviewedEntry>? Sample = null);

/// <param name="Reason">The reason so far.</param>
/// <param name="Forecast">What would become of them.</param>
/// <param name="Count">How many.</param>
internal sealed record ForecastCount(string Reason, RetryForecast Forecast, int Count);

/// <param name="Discarded">How many.</param>
internal sealed record DiscardReceipt(long Discarded);
