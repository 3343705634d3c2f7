namespace Pipeline.Api.Dashboard;

/// <summary>Who may do more in the dashboard than read.</summary>
/// <param name="IsOperator">Whether the sender of a request may start, stop and change jobs. Everybody else sees pages without buttons.</param>
internal sealed record DashboardAccess(Func<HttpContext, bool> IsOperator)
{
    /// <summary>Without a sign-in, whoever can reach the dashboard: that takes an account on this machine.</summary>
    public static readonly DashboardAccess Everyone = new(_ => true);
}
