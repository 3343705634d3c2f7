using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Health;

internal sealed class QueueHealthCheck(IEventQueue queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await queue.GetStatusAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
