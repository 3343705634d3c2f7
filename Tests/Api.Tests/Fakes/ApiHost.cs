using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Rollups;
using Pipeline.Testing.Fakes;

namespace Pipeline.Api.Tests.Fakes;

/// <summary>The whole API on a fake queue and store, without drain and jobs.</summary>
public class ApiHost : WebApplicationFactory<Program>
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pipeline-api-").FullName;

    internal RecordingQueue Queue { get; } = new();

    internal InMemoryRollupStore Rollups { get; } = new();

    /// <summary>Settings besides those of every test; read when the first client is made.</summary>
    internal Dictionary<string, string> Settings { get; } = [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.UseSetting("Pipeline:DataDirectory", _directory).UseSetting("Serilog:MinimumLevel:Default", "Fatal").ConfigureTestServices(services =>
        {
            foreach (var service in services.Where(IsBackgroundWork).ToList())
            {
                services.Remove(service);
            }

            services.AddHostedService(provider => provider.GetRequiredService<EnvelopeBatcher>());
            services.Replace(ServiceDescriptor.Singleton<IEventQueue>(Queue));
            services.Replace(ServiceDescriptor.Singleton<IRollupStore>(Rollups));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    // Every hosted service but the web server's own; one that is made by a factory is always ours.
    private static bool IsBackgroundWork(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly.GetName().Name?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true;
}
