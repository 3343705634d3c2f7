using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Pipeline.Api.Security;

/// <summary>The reverse proxies in front of this process.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string SectionName = "Api:Proxies";

    /// <summary>
    /// Networks such as <c>10.0.0.0/8</c> or <c>127.0.0.1/32</c>, with commas between. What <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> say is believed from these addresses only. Default none.
    /// </summary>
    public string Networks { get; set; } = "";

    public IEnumerable<IPNetwork> Read() =>
        Names.Select(name => IPNetwork.TryParse(name, out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>();

    private IEnumerable<string> Names =>
        Networks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from name in Names
        where !IPNetwork.TryParse(name, out _)
        select new ValidationResult($"'{name}' is not a network such as 10.0.0.0/8.", [nameof(Networks)]);
}
