using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Pipeline.Api.OpenApi;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Api.Limits;

/// <summary>
/// The share of the process that each kind of request may take: how many at a time, and for how long. What has no share, such as health,
/// never waits.
/// </summary>
internal static class Shares
{
    /// <summary>Batches of events.</summary>
    public const string Batches = "batches";

    /// <summary>Single events and profiles.</summary>
    public const string Events = "events";

    /// <summary>Attempts to sign in: each keeps a processor busy for some tens of milliseconds.</summary>
    public const string SignIns = "sign-ins";

    private const int SignInsAtATime = 4;
    private const string Uploads = "uploads";
    private const string Reads = "reads";

    // While a request waits for its turn, the server buffers this much of its body; the rest stays with the client.
    private const int BufferedBodyBytes = 64 * 1_024;

    /// <summary>Slower than any network of today: a few clients that trickle their bodies must not take a share for themselves.</summary>
    private const double MinBodyBytesPerSecond = 4 * 1_024;

    private static readonly TimeSpan BodyGracePeriod = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddShares(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<LimitsOptions>(configuration, LimitsOptions.SectionName);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitsOptions>>((kestrel, limits) =>
        {
            kestrel.Limits.MaxConcurrentConnections = limits.Value.Connections;
            kestrel.Limits.MaxRequestBufferSize = BufferedBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(MinBodyBytesPerSecond, BodyGracePeriod);
        });

        // Both leave the answer to the outer frame, which writes errors in their one shape.
        services.AddRateLimiter(limiter => limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests);
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitsOptions>, TimeProvider>((limiter, limits, time) =>
        {
            Add(Batches, limits.Value.Batches);
            Add(Events, limits.Value.Events);
            Add(SignIns, SignInsAtATime);
            Add(nameof(WorkKind.Analytics), limits.Value.Analytics);
            Add(nameof(WorkKind.Users), limits.Value.Users);
            Add(nameof(WorkKind.Operations), limits.Value.Operations);

            void Add(string share, int permits) => limiter.AddPolicy(share, _ => RateLimitPartition.Get(
                share, _ => new PatientLimiter(permits, limits.Value.Waiting, limits.Value.MaxWait, time)));
        });
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<LimitsOptions>>((timeouts, limits) => timeouts
            .AddPolicy(Reads, new RequestTimeoutPolicy
            {
                Timeout = limits.Value.ReadTimeout, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            })
            .AddPolicy(Uploads, new RequestTimeoutPolicy
            {
                Timeout = limits.Value.UploadTimeout, TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
            }));
        return services;
    }

    public static IApplicationBuilder UseShares(this IApplicationBuilder app) => app.UseRequestTimeouts().UseRateLimiter();

    /// <summary>For reads: with a share of the process, store readers for only this kind of work, and a time limit.</summary>
    public static RouteGroupBuilder WithShare(this RouteGroupBuilder group, WorkKind kind)
    {
        group.ProducesErrors(StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);
        group.RequireRateLimiting(kind.ToString()).WithRequestTimeout(Reads);
        return group.AddEndpointFilter(async (context, next) =>
        {
            var limits = context.HttpContext.RequestServices.GetRequiredService<IOptions<LimitsOptions>>();
            StoreWork.Current = new StoreWork(kind, limits.Value.ReadTimeout);
            return await next(context);
        });
    }

    /// <summary>For requests with bodies: limits how many are in memory at a time, and how long a body may take to arrive.</summary>
    public static RouteHandlerBuilder WithShare(this RouteHandlerBuilder endpoint, string share)
    {
        endpoint.RequireRateLimiting(share).WithRequestTimeout(Uploads);
        return endpoint;
    }
}
