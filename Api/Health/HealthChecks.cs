using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pipeline.Api.Ingest;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Health;

internal sealed class QueueHealthCheck(IEventQueue queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await queue.GetStatusAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>A queue that can be read may still refuse messages, for example on a full disk.</summary>
internal sealed class SendHealthCheck(SendHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.IsFailing ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}

internal sealed class StoreHealthCheck(IRollupStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.GetLatestVersionAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
