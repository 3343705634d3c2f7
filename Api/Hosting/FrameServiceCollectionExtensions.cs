using System.Text.Json.Serialization;
using Microsoft.AspNetCore.HostFiltering;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;

namespace Pipeline.Api.Hosting;

/// <summary>What every request passes through, whatever its endpoint.</summary>
internal static class FrameServiceCollectionExtensions
{
    /// <summary>Adds error answers, JSON and the shares of each kind of request.</summary>
    public static IServiceCollection AddFrame(this IServiceCollection services, IConfiguration configuration)
    {
        // Filters nest in the order in which they are registered.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, OuterFrame>());
        services.Configure<HostFilteringOptions>(hosts => hosts.IncludeFailureMessage = false);
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
            json.SerializerOptions.Converters.Add(new InstantJsonConverter());

            // Numbers are sent as JSON numbers only, and described as such.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });

        // The framework's own refusals would quote the value, and only in development.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = false);

        // Without it, truncated compressed data would pass for a shorter body.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        return services.AddShares(configuration);
    }

    public static IApplicationBuilder UseFrame(this IApplicationBuilder app) => app.UseExceptionHandler(_ => { }).UseShares();
}
