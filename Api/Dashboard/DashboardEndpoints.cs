using Hangfire;
using Hangfire.Dashboard;

namespace Pipeline.Api.Dashboard;

internal static class DashboardEndpoints
{
    /// <summary>Adds the tokens that protect the dashboard's POSTs; Hangfire checks them once they are there.</summary>
    public static IServiceCollection AddJobDashboard(this IServiceCollection services) => services.AddAntiforgery();

    /// <summary>Maps Hangfire's dashboard for local requests.</summary>
    /// <remarks>Needs Hangfire and its storage.</remarks>
    public static IEndpointRouteBuilder MapJobDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapHangfireDashboard("/hangfire", new DashboardOptions
        {
            DashboardTitle = "Pipeline jobs",
            Authorization = [new LocalRequestsOnlyAuthorizationFilter()],
            DisplayStorageConnectionString = false,
            StatsPollingInterval = 5_000,
        });
        return routes;
    }
}
