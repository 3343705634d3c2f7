using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Pipeline.Api.Web;

/// <summary>An encoding in which the build leaves a copy beside each text file.</summary>
/// <param name="Name">As in <c>Content-Encoding</c>.</param>
/// <param name="Extension">What the copy's name has behind the file's.</param>
internal sealed record Precompressed(string Name, string Extension)
{
    /// <summary>The smallest first.</summary>
    public static IReadOnlyList<Precompressed> Encodings { get; } = [new("br", ".br"), new("gzip", ".gz")];

    /// <summary>The encoding of a file, or null for one that is as it was built.</summary>
    public static Precompressed? Of(string file) =>
        Encodings.FirstOrDefault(encoding => file.EndsWith(encoding.Extension, StringComparison.OrdinalIgnoreCase));

    public bool IsAccepted(IList<StringWithQualityHeaderValue> accepted) =>
        accepted.Any(value => value.Value.Equals(new StringSegment(Name), StringComparison.OrdinalIgnoreCase) && value.Quality is null or > 0);
}
