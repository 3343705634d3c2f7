using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pipeline.Api.Contracts;

namespace Pipeline.Api.Endpoints;

internal static class HealthEndpoints
{
    private const string Service = "pipeline-api";

    public static IEndpointRouteBuilder MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/api/health").WithTags("Health").AllowAnonymous();
        health.MapGet("", GetHealth).WithName("GetHealth").WithSummary("Is the process alive?");
        health.MapGet("/ready", GetReadyAsync).WithName("GetReady").WithSummary("Can it do its work?")
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        return routes;
    }

    private static Ok<HealthResponse> GetHealth(TimeProvider time) =>
        TypedResults.Ok(new HealthResponse("ok", time.GetUtcNow(), Service));

    private static async Task<Results<Ok<HealthResponse>, JsonHttpResult<ErrorResponse>>> GetReadyAsync(
        HealthCheckService checks, TimeProvider time, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        if (report.Status == HealthStatus.Healthy)
        {
            return TypedResults.Ok(new HealthResponse("ok", time.GetUtcNow(), Service));
        }

        var failing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => entry.Key).ToList();
        return TypedResults.Json(
            new ErrorResponse($"Not ready: {string.Join(", ", failing)}", StatusCodes.Status503ServiceUnavailable, failing),
            ApiJsonContext.Default.ErrorResponse,
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
