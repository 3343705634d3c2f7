using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Pipeline.Api.Audit;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Security;

internal static class AccessServiceCollectionExtensions
{
    private const string Chooser = "access";

    /// <summary>Adds who may do what: accounts, keys, policies, and the rate of each key.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AccessOptions>(configuration, AccessOptions.SectionName);
        services.AddSettings<ProxyOptions>(configuration, ProxyOptions.SectionName);
        services.AddSettings<IdentityProviderOptions>(configuration, IdentityProviderOptions.SectionName);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CurrentAccess>(provider, configuration));

        services.AddAuthentication(Chooser)
            .AddPolicyScheme(Chooser, null, schemes => schemes.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(Access.Open, null)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(Access.Key, null)
            .AddSignInCookie();
        services.AddAuthorization(AddPolicies);
        services.AddSingleton<AuditTrail>().AddKeyRates().AddProxies();
        return services;
    }

    /// <summary>Finds out who a request is from, before anything is decided about it.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) =>
        app.UseAuthentication().UseMiddleware<AuditMiddleware>().UseMiddleware<SameOriginMiddleware>().UseAuthorization();

    private static string Choose(HttpContext context) =>
        context.RequestServices.GetRequiredService<CurrentAccess>().IsOpen ? Access.Open
        : KeyHandler.HasKey(context.Request) ? Access.Key
        : Access.Cookie;

    private static void AddPolicies(AuthorizationOptions policies)
    {
        policies.AddPolicy(Access.Reader, policy => policy.RequireRole(Access.Reader, Access.Operator));
        policies.AddPolicy(Access.Operator, policy => policy.RequireRole(Access.Operator));
        policies.AddPolicy(Access.Ingest, policy => policy.RequireRole(Access.Ingest));

        // An endpoint that was forgotten is closed, not open.
        policies.FallbackPolicy = policies.GetPolicy(Access.Operator);
    }

    private static IServiceCollection AddKeyRates(this IServiceCollection services)
    {
        services.AddOptions<RateLimiterOptions>().Configure<CurrentAccess>((limiter, access) =>
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Name, int Rate)>(context =>
                KeyHandler.KeyOf(context) is { } key && context.GetEndpoint()?.Requires(Access.Ingest) == true
                    ? RateLimitPartition.GetTokenBucketLimiter((key.Name, key.Rate), Bucket)
                    : RateLimitPartition.GetNoLimiter(("", 0))));
        return services;
    }

    private static TokenBucketRateLimiterOptions Bucket((string Name, int Rate) key) => new()
    {
        TokenLimit = key.Rate,
        TokensPerPeriod = key.Rate,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    private static void AddProxies(this IServiceCollection services) =>
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            // Loopback is in both by default, which would believe whoever else is on this machine; with both empty, everyone is believed.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies.Value.Read())
            {
                forwarded.KnownIPNetworks.Add(network);
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            }

            // A chain of several is read up to the first address that is none of ours.
            forwarded.ForwardLimit = null;
        });
}
