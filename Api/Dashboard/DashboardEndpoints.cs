using Hangfire;
using Hangfire.Dashboard;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Api.Security;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Dashboard;

internal static class DashboardEndpoints
{
    private const string Prefix = "/hangfire";

    /// <summary>
    /// Adds the tokens that protect the dashboard's POSTs; Hangfire checks them once they are there.
    /// </summary>
    public static IServiceCollection AddJobDashboard(this IServiceCollection services)
    {
        services.AddAntiforgery();
        services.TryAddSingleton(DashboardAccess.Operators);
        services.AddHttpContextAccessor().Replace(ServiceDescriptor.Singleton<ICaller, HttpCaller>());
        return services;
    }

    /// <summary>Maps Hangfire's dashboard: readers see it, operators use it.</summary>
    /// <remarks>Needs Hangfire and its storage.</remarks>
    public static IEndpointRouteBuilder MapJobDashboard(this IEndpointRouteBuilder routes)
    {
        DashboardPages.Use();
        var access = routes.ServiceProvider.GetRequiredService<DashboardAccess>();
        routes
            .MapHangfireDashboardWithAuthorizationPolicy(Access.Reader, Prefix, new DashboardOptions
            {
                DashboardTitle = "Pipeline jobs",
                IsReadOnlyFunc = context => !access.IsOperator(context.GetHttpContext()),
                DisplayStorageConnectionString = false,
                StatsPollingInterval = 5_000,
            })
            .Add(endpoint => endpoint.RequestDelegate = new DashboardGuard(
                Prefix, routes.ServiceProvider.GetRequiredService<Hangfire.Dashboard.RouteCollection>(), access, endpoint.RequestDelegate!).InvokeAsync);
        return routes;
    }
}
