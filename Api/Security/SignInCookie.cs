using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Pipeline.Api.Security;

/// <summary>The cookie of a person who has signed in.</summary>
internal static class SignInCookie
{
    public const string Page = "/sign-in";
    public const string ReturnParameter = "returnUrl";

    private const string Name = "pipeline";

    /// <summary>Changes with the password, so that a new one ends every sign-in with the former.</summary>
    private const string Stamp = "stamp";

    public static AuthenticationBuilder AddSignInCookie(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddOptions<CookieAuthenticationOptions>(Access.Cookie)
            .Configure<IOptions<AccessOptions>>((cookie, access) => cookie.ExpireTimeSpan = access.Value.SignInLifetime);
        return authentication.AddCookie(Access.Cookie, cookie =>
        {
            cookie.Cookie.Name = Name;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = Page;
            cookie.ReturnUrlParameter = ReturnParameter;
            cookie.Events.OnRedirectToLogin = AskToSignInAsync;
            cookie.Events.OnRedirectToAccessDenied = RefuseAsync;
            cookie.Events.OnValidatePrincipal = ValidateAsync;
        });
    }

    public static ClaimsPrincipal Principal(Account account) =>
        Access.Principal(Access.Cookie, account.Name, [account.Role], new Claim(Stamp, StampOf(account)));

    /// <summary>Whether this is a person whom the identity provider knows, but who has no role here.</summary>
    public static bool IsWithoutRole(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, AuthenticationType: Access.Cookie } && !user.HasClaim(claim => claim.Type == ClaimTypes.Role);

    // A script can do nothing with a page, and a page is what a person sees who opens an address.
    private static Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsForPage(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsForPage(context.Request) && IsWithoutRole(context.HttpContext.User))
        {
            // It says so, and lets the person sign out.
            context.Response.Redirect(Page);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        return Task.CompletedTask;
    }

    private static bool IsForPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>An account that was removed, or has another role or password by now, has to sign in again.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.FindFirstValue(Stamp) is not { } stamp)
        {
            return;
        }

        var access = context.HttpContext.RequestServices.GetRequiredService<CurrentAccess>();
        var account = access.List.FindAccount(context.Principal.Identity?.Name ?? "");
        if (account is null || stamp != StampOf(account))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Access.Cookie);
        }
    }

    private static string StampOf(Account account) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Role} {account.PasswordHash}")).AsSpan(0, 16));
}
