using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Hosting;

/// <summary>What every request passes through, whatever its endpoint.</summary>
internal static class FrameServiceCollectionExtensions
{
    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromHours(1);

    /// <summary>Adds error answers, JSON, who may do what, the shares of each kind of request, and which other origins may ask.</summary>
    public static IServiceCollection AddFrame(this IServiceCollection services, IConfiguration configuration)
    {
        // Filters nest in the order in which they are registered.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, OuterFrame>());
        services.Configure<HostFilteringOptions>(hosts => (hosts.IncludeFailureMessage, hosts.AllowEmptyHosts) = (false, false));
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
        return services.AddCrossOrigins(configuration).AddAccess(configuration).AddShares(configuration);
    }

    /// <summary>For every request; those that reach an endpoint go through access and shares after it.</summary>
    public static IApplicationBuilder UseFrame(this IApplicationBuilder app) =>
        app.UseForwardedHeaders().UseCors().UseExceptionHandler(_ => { });

    private static IServiceCollection AddCrossOrigins(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<CrossOriginOptions>(configuration, CrossOriginOptions.SectionName);
        services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>, CurrentAccess>((cors, options, access) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origin => options.Value.Allows(origin) || access.List.AllowsBrowsersOf(origin))
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete)
            .WithHeaders(HeaderNames.ContentType, HeaderNames.Authorization, KeyHandler.Header, RequestIdMiddleware.Header)
            .WithExposedHeaders(RequestIdMiddleware.Header, HeaderNames.RetryAfter)
            .SetPreflightMaxAge(PreflightLifetime)));
        return services.AddCors();
    }
}
