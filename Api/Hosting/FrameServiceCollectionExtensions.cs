using Pipeline.Api.Contracts;
using Serilog;

namespace Pipeline.Api.Hosting;

/// <summary>What every request passes through, whatever its endpoint.</summary>
internal static class FrameServiceCollectionExtensions
{
    /// <summary>Adds logging, error answers and JSON.</summary>
    public static IServiceCollection AddFrame(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSerilog(logging => logging.ReadFrom.Configuration(configuration), preserveStaticLogger: true);
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default));

        // The framework's own refusals would quote the value, and only in development at that.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = false);
        return services;
    }

    /// <summary>Request id first, so that errors have one; decompression last, so that its errors are answered too.</summary>
    public static IApplicationBuilder UseFrame(this IApplicationBuilder app) =>
        app.UseMiddleware<RequestIdMiddleware>()
            .UseExceptionHandler(_ => { })
            .UseStatusCodePages(context => ErrorWriter.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode))
            .UseRequestDecompression();
}
