using Pipeline.Jobs.Running;

namespace Pipeline.Api.Dashboard;

/// <summary>The signed-in sender of the request that is being answered.</summary>
internal sealed class HttpCaller(IHttpContextAccessor accessor) : ICaller
{
    public string? Name => accessor.HttpContext?.User.Identity?.Name;
}
