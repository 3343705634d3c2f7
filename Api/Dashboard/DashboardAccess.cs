using Pipeline.Api.Security;

namespace Pipeline.Api.Dashboard;

/// <summary>Who may do more in the dashboard than read.</summary>
/// <param name="IsOperator">Whether the sender of a request may start, stop and change jobs. Everybody else sees pages without buttons.</param>
internal sealed record DashboardAccess(Func<HttpContext, bool> IsOperator)
{
    /// <summary>Those who have signed in as operators; without accounts, everyone on this machine.</summary>
    public static readonly DashboardAccess Operators = new(context => context.IsOperator());
}
