using Microsoft.Extensions.Options;
using Pipeline.Api.Audit;
using Pipeline.Api.Dashboard;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Health;
using Pipeline.Api.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Api.Security;
using Pipeline.Api.Security.Protection;
using Pipeline.Api.SignIn;
using Pipeline.Api.Status;
using Pipeline.Api.Web;
using Pipeline.Core.Rollups;
using Pipeline.Hosting.Profiles;
using Pipeline.Hosting.Startup;
using Pipeline.Jobs;
using Pipeline.Jobs.Hosting;
using Pipeline.Workers;

namespace Pipeline.Api;

/// <summary>Which parts a process with a given setup consists of.</summary>
internal static class ApiComposition
{
    public static IServiceCollection AddApi(this IServiceCollection services, ApiSetup setup, IConfiguration configuration)
    {
        services.AddSingleton(setup);
        services.AddFrame(configuration).AddHealth(setup).AddApiDocs().AddWeb(configuration);
        if (setup.Ingests || setup.Operates)
        {
            services.AddQueue(setup.Profile, configuration);
        }

        if (setup.Analyses || setup.Operates)
        {
            services.AddStore(setup.Profile, configuration).AddArchive(setup.Profile, configuration).AddRollups(configuration).AddReads(configuration);
            services.AddSignIn(configuration).AddKeyProtection(configuration);
        }

        if (setup.Ingests)
        {
            services.AddIngest(configuration);
        }

        if (setup.Operates)
        {
            services.AddJobStorage(setup.Profile, configuration).AddJobDashboard();
            services.AddSingleton<StatusReader>().AddSingleton<StatusHistory>().AddHostedService<StatusSampler>();
        }

        if (setup.Profile.IsSingleProcess)
        {
            services.AddWorkers(configuration).AddJobs(setup.Profile, configuration);
        }

        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        var setup = app.Services.GetRequiredService<ApiSetup>();
        var access = app.Services.GetRequiredService<CurrentAccess>();
        IReadOnlyList<string> missing =
            [.. access.FindMissing(setup.Parts), .. app.Services.GetRequiredService<IOptions<ProtectionOptions>>().Value.FindMissing(setup, access)];
        if (missing.Count > 0)
        {
            throw new StartupException(missing);
        }

        app.UseFrame().UseWeb().UseAccess().UseShares();
        app.MapHealthEndpoints();
        app.MapApiDocs();
        if (!app.Services.GetRequiredService<WebFiles>().HasDashboard)
        {
            app.MapRootToApiDocs();
        }

        if (setup.Ingests)
        {
            app.MapIngestEndpoints();
        }

        if (setup.Analyses || setup.Operates)
        {
            app.MapSignInEndpoints();
        }

        if (setup.Analyses)
        {
            app.MapConfigEndpoints();
            app.MapAnalyticsEndpoints();
            app.MapUserReadEndpoints();
        }

        if (setup.Operates)
        {
            app.MapOpsEndpoints();
            app.MapAuditEndpoints();
            app.MapJobDashboard();
        }
    }
}
