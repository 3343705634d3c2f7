using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Pipeline.Api.Audit;
using Pipeline.Api.Security;

namespace Pipeline.Api.SignIn;

/// <summary>Signs people in whom an OpenID Connect provider knows; a claim decides their role.</summary>
internal static class IdentityProvider
{
    public const string Path = "/api/sign-in/provider";

    private const string Scheme = "provider";
    private const string Callback = "/api/sign-in/callback";

    // The provider must not be able to hold up a sign-in for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddIdentityProvider(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[$"{IdentityProviderOptions.SectionName}:{nameof(IdentityProviderOptions.Authority)}"]))
        {
            return services;
        }

        services.AddAuthentication().AddOpenIdConnect(Scheme, _ => { });
        services.AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IOptions<IdentityProviderOptions>>((scheme, provider) =>
                Configure(scheme, provider.Value));
        return services;
    }

    public static IResult Challenge(HttpContext context) => TypedResults.Challenge(
        new AuthenticationProperties { RedirectUri = ReturnAddress.Of(context.Request.Query[SignInCookie.ReturnParameter]) }, [Scheme]);

    private static void Configure(OpenIdConnectOptions scheme, IdentityProviderOptions provider)
    {
        scheme.SignInScheme = Access.Cookie;
        scheme.Authority = provider.Authority;
        scheme.ClientId = provider.ClientId;
        scheme.ClientSecret = provider.ClientSecret.Length > 0 ? provider.ClientSecret : null;
        scheme.RequireHttpsMetadata = new Uri(provider.Authority).Scheme == Uri.UriSchemeHttps;
        scheme.CallbackPath = Callback;
        scheme.BackchannelTimeout = Patience;

        // Code flow with PKCE. The answer comes in the address: a form of another site would come without our cookies.
        scheme.ResponseType = OpenIdConnectResponseType.Code;
        scheme.ResponseMode = OpenIdConnectResponseMode.Query;
        scheme.UsePkce = true;
        foreach (var cookie in new[] { scheme.CorrelationCookie, scheme.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        scheme.Scope.Clear();
        foreach (var scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            scheme.Scope.Add(scope);
        }

        scheme.MapInboundClaims = false;
        scheme.GetClaimsFromUserInfoEndpoint = true;
        scheme.ClaimActions.MapJsonKey(provider.NameClaim, provider.NameClaim);
        scheme.ClaimActions.MapJsonKey(provider.RoleClaim, provider.RoleClaim);
        scheme.Events.OnTicketReceived = context => ReceiveAsync(context, provider);
        scheme.Events.OnRemoteFailure = context =>
        {
            // Also somebody who pressed "cancel" at the provider.
            context.Response.Redirect(SignInCookie.Page);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>Keeps the name and the role of what the provider says, and nothing else.</summary>
    private static async Task ReceiveAsync(TicketReceivedContext context, IdentityProviderOptions provider)
    {
        var person = context.Principal!;
        var values = person.FindAll(provider.RoleClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        var name = person.FindFirstValue(provider.NameClaim) ?? person.FindFirstValue("sub") ?? "";
        string[] roles = values.Overlaps(Names(provider.Operators)) ? [Access.Operator] : values.Overlaps(Names(provider.Readers)) ? [Access.Reader] : [];
        var audit = context.HttpContext.RequestServices.GetRequiredService<AuditTrail>();
        await audit.RecordAsync(
            context.HttpContext, name, PasswordSignIn.Action, provider.Authority,
            roles.Length > 0 ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden);

        context.Principal = Access.Principal(Access.Cookie, name, roles);

        // Only the provider knows when a role is taken away, so the sign-in ends after its lifetime, however busy the person is.
        context.Properties = new AuthenticationProperties { RedirectUri = context.ReturnUri, ExpiresUtc = null, AllowRefresh = false };
        if (roles.Length == 0)
        {
            // The page there says so; every other answers 403.
            context.ReturnUri = SignInCookie.Page;
        }
    }

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
