using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Api.Security;
using Pipeline.Core;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Endpoints;

internal static class IngestEndpoints
{
    private const string Json = "application/json";

    public static IEndpointRouteBuilder MapIngestEndpoints(this IEndpointRouteBuilder routes)
    {
        var ingest = routes.MapGroup("/api").WithTags("Ingest").RequireAccess(Access.Ingest).ProducesErrors(
            StatusCodes.Status400BadRequest,
            StatusCodes.Status408RequestTimeout,
            StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status429TooManyRequests,
            StatusCodes.Status503ServiceUnavailable);
        ingest.MapPost("/events", PostEventAsync).WithName("PostEvent").WithSummary("Send one event")
            .WithDescription("202 means that the event is safe in the queue.").WithEventBody().WithShare(Shares.Events);
        ingest.MapPost("/events/batch", PostBatchAsync).WithName("PostEventBatch").WithSummary("Send up to 1,000 events")
            .WithDescription("Valid events are taken, the others reported by their index. Bodies may be gzip, br or deflate encoded.")
            .WithBatchBody().WithShare(Shares.Batches);
        ingest.MapPut("/users/{userId}", PutProfileAsync).WithName("PutUser").WithSummary("Replace a user's profile")
            .WithDescription("202 means that the profile is safe in the queue; readers see it a moment later.").WithProfileBody().WithShare(Shares.Events);
        return routes;
    }

    private static async Task<Accepted<DataResponse<EventReceipt>>> PostEventAsync(
        HttpRequest request, EnvelopeBatcher batcher, IOptions<EventOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        RequestBody.CheckType(request, Json);
        using var body = await RequestBody.ReadAsync(request, EventLimits.MaxEventBytes, cancellationToken);
        using var batch = new IngestBatch(EnvelopeItemKind.Event, body.WrittenCount + 128);
        var json = RequestBody.WithoutMark(body.Written).Span;
        if (!EventReader.TryAppend(json, time.GetUtcNow(), options.Value.MaxAge, batch.Output, out var taken, out var fault))
        {
            throw Refuse(fault);
        }

        batch.EndItem();
        await SendAsync(batch, batcher);
        return TypedResults.Accepted((string?)null, new DataResponse<EventReceipt>(new(taken.EventId, taken.Warning?.ToString())));
    }

    private static async Task<Accepted<DataResponse<BatchReceipt>>> PostBatchAsync(
        HttpRequest request, EnvelopeBatcher batcher, IOptions<EventOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var type = RequestBody.CheckType(request, Json, "application/x-ndjson", "application/ndjson", "application/jsonl");
        using var body = await RequestBody.ReadAsync(request, EventBatchReader.MaxBytes, cancellationToken);
        using var batch = new IngestBatch(EnvelopeItemKind.Event, body.WrittenCount + body.WrittenCount / 8 + 128);
        var (rejected, warnings) = Read(body, type, time.GetUtcNow(), options.Value.MaxAge, batch);
        if (batch.Count > 0)
        {
            await SendAsync(batch, batcher);
        }

        return TypedResults.Accepted((string?)null, new DataResponse<BatchReceipt>(new(batch.Count, rejected, warnings)));
    }

    private static async Task<Accepted<DataResponse<ProfileReceipt>>> PutProfileAsync(
        string userId, HttpRequest request, EnvelopeBatcher batcher, CancellationToken cancellationToken)
    {
        RequestBody.CheckType(request, Json);
        using var body = await RequestBody.ReadAsync(request, ProfileLimits.MaxProfileBytes, cancellationToken);
        using var batch = new IngestBatch(EnvelopeItemKind.Profile, body.WrittenCount + 128);
        var id = UserIdInPath.ReadId(request, userId);
        if (!ProfileReader.TryAppend(id, RequestBody.WithoutMark(body.Written).Span, batch.Output, out var fault))
        {
            throw Refuse(fault);
        }

        batch.EndItem();
        await SendAsync(batch, batcher);
        return TypedResults.Accepted((string?)null, new DataResponse<ProfileReceipt>(new(id)));
    }

    private static (List<NotedEvent> Rejected, List<NotedEvent>? Warnings) Read(
        PooledBuffer body, string type, DateTimeOffset receivedAt, TimeSpan maxAge, IngestBatch batch)
    {
        var reader = new EventBatchReader(RequestBody.WithoutMark(body.Written).Span, receivedAt, maxAge, batch);
        if (type == Json)
        {
            reader.ReadJson();
        }
        else
        {
            reader.ReadLines();
        }

        return (reader.Rejected, reader.Warnings);
    }

    // Not cancelled when the client disconnects: lanes read the batch's memory until it is settled.
    private static Task SendAsync(IngestBatch batch, EnvelopeBatcher batcher) =>
        batcher.TryAdd(batch)
            ? batch.Settled
            : throw new BadHttpRequestException("Too much is waiting for the queue: try again.", StatusCodes.Status429TooManyRequests);

    private static BadHttpRequestException Refuse(Fault fault) => new(fault.ToString(), StatusCodes.Status400BadRequest);
}
