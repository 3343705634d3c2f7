using Microsoft.AspNetCore.Authentication;
using Pipeline.Api.Audit;
using Pipeline.Api.Security;

namespace Pipeline.Api.SignIn;

/// <summary>Signs people in who know the password of an account.</summary>
internal sealed class PasswordSignIn(CurrentAccess access, SignInThrottle throttle, AuditTrail audit)
{
    public const string Action = "SignIn";

    // A name that is no account's may be a password in the wrong field.
    private const string Unknown = "(unknown)";

    /// <summary>Signs in with a cookie. Returns the account, or how long to wait, or neither when name or password is wrong.</summary>
    public async Task<(Account? Account, TimeSpan? Wait)> TryAsync(HttpContext context, string name, string password)
    {
        var address = context.Connection.RemoteIpAddress;
        if (throttle.Begin(name, address) is { } wait)
        {
            return (null, wait);
        }

        var account = access.List.FindAccount(name);
        if (!Account.Verify(account, password))
        {
            await audit.RecordAsync(context, account?.Name ?? Unknown, Action, "", StatusCodes.Status401Unauthorized);
            return (null, null);
        }

        throttle.Succeed(name, address);
        await context.SignInAsync(Access.Cookie, SignInCookie.Principal(account!));
        await audit.RecordAsync(context, account!.Name, Action, "", StatusCodes.Status200OK);
        return (account, null);
    }
}
