using System.ComponentModel.DataAnnotations;

namespace Pipeline.Api.Hosting;

/// <summary>Which pages of other origins may use this API from a browser.</summary>
internal sealed class CrossOriginOptions : IValidatableObject
{
    public const string SectionName = "Api:Cors";

    private const string Loopback = "loopback";

    /// <summary>
    /// Origins such as <c>https://shop.example</c>, with commas between; <c>loopback</c> stands for every origin on this machine.
    /// Default <c>loopback</c>.
    /// </summary>
    public string Origins { get; set; } = Loopback;

    private IEnumerable<string> Names =>
        Origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Allows(string origin) => Names.Any(name =>
        name == Loopback
            ? Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback
            : string.Equals(name.TrimEnd('/'), origin, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from name in Names
        where name != Loopback && !IsOrigin(name)
        select new ValidationResult($"'{name}' is not an origin such as https://shop.example.", [nameof(Origins)]);

    public static bool IsOrigin(string name) =>
        Uri.TryCreate(name, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
