using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Security;

/// <summary>An OpenID Connect provider at which people sign in.</summary>
internal sealed class IdentityProviderOptions : IValidatableObject
{
    public const string SectionName = "Api:OpenIdConnect";

    /// <summary>The provider's address, such as <c>https://login.example</c>; https unless it is on this machine. Empty, the default: none.</summary>
    public string Authority { get; set; } = "";

    /// <summary>As which the provider knows this API.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret.</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>What is asked for, with spaces between. Default <c>openid profile</c>.</summary>
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim with a person's name. Default <c>name</c>; without it the subject's id is shown.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>The claim that decides the role. Default <c>roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Values of that claim that make a reader, with commas between. Default <c>reader</c>.</summary>
    public string Readers { get; set; } = Access.Reader;

    /// <summary>Values of that claim that make an operator, with commas between. Default <c>operator</c>.</summary>
    public string Operators { get; set; } = Access.Operator;

    public bool IsConfigured() => Authority.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsConfigured())
        {
            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            yield return new ValidationResult("It must be an https address.", [nameof(Authority)]);
        }

        if (ClientId.Length == 0)
        {
            yield return new ValidationResult("The provider needs it.", [nameof(ClientId)]);
        }
    }
}
