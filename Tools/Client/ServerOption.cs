using System.CommandLine;

namespace Pipeline.Tools.Client;

/// <summary>Where the server is; the same option in every command that talks to one.</summary>
internal static class ServerOption
{
    public static readonly Option<Uri> Url = new("--url")
    {
        Description = "The pipeline's address; PORT changes the default",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "8080"}"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"'{result.Tokens[0].Value}' is not an http(s) URL.");
            return null;
        },
    };
}
