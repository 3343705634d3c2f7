namespace Pipeline.Api.SignIn;

/// <summary>Where a person goes after signing in: an address on this site, and never another.</summary>
internal static class ReturnAddress
{
    private const string Home = "/";

    // Browsers read a backslash as a slash, and leave out control characters: each could begin the name of another site.
    public static string Of(string? asked) =>
        asked is ['/', ..] && asked is not ['/', '/' or '\\', ..] && !asked.Any(char.IsControl) ? asked : Home;
}
