namespace Pipeline.Api.Endpoints;

/// <summary>Who asks for something to be changed.</summary>
internal static class Operator
{
    /// <summary>On a machine that needs no sign-in everyone is this one.</summary>
    private const string Local = "local";

    public static string NameOf(HttpContext context) => context.User.Identity?.Name is { Length: > 0 } name ? name : Local;
}
