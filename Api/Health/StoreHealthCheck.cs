using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Health;

internal sealed class StoreHealthCheck(IRollupStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.GetLatestVersionAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
