using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pipeline.Api.Ingest;

namespace Pipeline.Api.Health;

/// <summary>A queue that answers questions may still refuse messages, on a full disk for one.</summary>
internal sealed class SendHealthCheck(SendHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.IsFailing ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
