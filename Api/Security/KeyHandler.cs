using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Pipeline.Api.Security;

/// <summary>
/// Knows machines by their key: <c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>. A browser key may also be in the address
/// (<c>?key=KEY</c>), because what a page sends as it ends has no headers; other keys may not, because addresses are logged.
/// </summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, CurrentAccess access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Api-Key";
    public const string Parameter = "key";

    private const string Bearer = "Bearer ";

    private static readonly object Item = new();

    public static bool HasKey(HttpRequest request) => TryRead(request, out _, out _);

    /// <summary>The key that the request has shown; null when it has shown none that is valid.</summary>
    public static AccessKey? KeyOf(HttpContext context) => context.Items[Item] as AccessKey;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }

    private AuthenticateResult Authenticate()
    {
        if (!TryRead(Request, out var text, out var isInAddress))
        {
            return AuthenticateResult.NoResult();
        }

        if (access.List.FindKey(text) is not { } key || (isInAddress && !key.IsForBrowsers))
        {
            return AuthenticateResult.Fail("The key is not valid.");
        }

        Context.Items[Item] = key;
        var isAtHome = !key.IsForBrowsers || key.Allows(Request.Headers.Origin.ToString());
        return AuthenticateResult.Success(new AuthenticationTicket(isAtHome ? key.Principal : key.PrincipalWithoutRoles, Access.Key));
    }

    private static bool TryRead(HttpRequest request, [NotNullWhen(true)] out string? key, out bool isInAddress)
    {
        isInAddress = false;
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        key = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            : request.Headers.TryGetValue(Header, out var header) ? header.ToString()
            : null;
        if (key is null && request.Query.TryGetValue(Parameter, out var parameter))
        {
            key = parameter.ToString();
            isInAddress = true;
        }

        return key is not null;
    }
}
