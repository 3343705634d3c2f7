using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Pipeline.Api.OpenApi;

namespace Pipeline.Api.Security;

/// <summary>
/// The roles, and the policies of the same names: an endpoint names one of them, or allows anonymous requests. What names none is for
/// operators.
/// </summary>
internal static class Access
{
    /// <summary>Reads analytics and users. Operators may do the same.</summary>
    public const string Reader = "reader";

    /// <summary>Sees and changes how the pipeline runs.</summary>
    public const string Operator = "operator";

    /// <summary>Sends events and profiles, and nothing else.</summary>
    public const string Ingest = "ingest";

    /// <summary>How a person's browser says who it is.</summary>
    public const string Cookie = "cookie";

    /// <summary>How a machine says who it is.</summary>
    public const string Key = "key";

    /// <summary>Everyone, where nobody needs to say who they are.</summary>
    public const string Open = "open";

    public static readonly IReadOnlyList<string> Roles = [Reader, Operator, Ingest];

    /// <summary>Whether the request may change how the pipeline runs.</summary>
    public static bool IsOperator(this HttpContext context) => context.User.IsInRole(Operator);

    /// <summary>Whether the endpoint is open to those with this policy only.</summary>
    public static bool Requires(this Endpoint endpoint, string policy) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && (endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? Operator) == policy;

    /// <summary>For those with this policy only; describes how others are refused.</summary>
    public static RouteGroupBuilder RequireAccess(this RouteGroupBuilder group, string policy) =>
        group.RequireAuthorization(policy).ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    public static ClaimsPrincipal Principal(string scheme, string name, IEnumerable<string> roles, params IEnumerable<Claim> others) =>
        new(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), .. roles.Select(role => new Claim(ClaimTypes.Role, role)), .. others], scheme));
}
