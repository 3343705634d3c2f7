using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Api.Contracts;

namespace Pipeline.Tools.Bench.Ingest;

/// <summary>The yardstick of ingest: reads, parses and checks a batch, answers as ingest does, and keeps nothing.</summary>
internal static class ParsingEndpoint
{
    public static IEndpointRouteBuilder MapParsing(this IEndpointRouteBuilder routes, string path)
    {
        routes.MapPost(path, async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var events = await JsonSerializer.DeserializeAsync(
                request.Body, ParsedJsonContext.Default.ParsedEventArray, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            var accepted = events!.Count(item => item.IsValid(now));
            return accepted == events!.Length
                ? Results.Accepted((string?)null, new DataResponse<BatchReceipt>(new(accepted, [], null)))
                : Results.BadRequest();
        });
        return routes;
    }
}
