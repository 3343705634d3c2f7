using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Api.Endpoints;

/// <summary>The user id in an address.</summary>
internal static class UserIdInPath
{
    private const string Prefix = "/api/users/";

    /// <summary>
    /// The id as the client escaped it. The server decodes every escape in a path except that of the slash: a slash in an id and the text
    /// <c>%2F</c> look the same afterwards, and only the request line distinguishes them.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="decoded">The id as the server decoded it.</param>
    public static string ReadId(HttpRequest request, string decoded)
    {
        if (!decoded.Contains('%', StringComparison.Ordinal))
        {
            return decoded;
        }

        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = target.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            // The request line has escapes in the prefix, or the server does not keep it.
            return decoded.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        }

        var id = target.AsSpan(start + Prefix.Length);
        return Uri.UnescapeDataString(id.IndexOfAny('/', '?') is >= 0 and var end ? id[..end] : id);
    }
}
