using System.ComponentModel.DataAnnotations;
using Pipeline.Api.Hosting;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Security.Protection;

/// <summary>How the keys are kept that protect cookies and form tokens.</summary>
internal sealed class ProtectionOptions
{
    public const string SectionName = "Api:Protection";

    /// <summary>
    /// What the keys in the store are encrypted with, the same for every copy of the API: at least 32 characters, for example from
    /// <c>openssl rand -base64 32</c>. Required where people sign in and the store is shared. A new one ends every sign-in. Default none.
    /// </summary>
    [Secret]
    [RegularExpression("^(.{32,})?$", ErrorMessage = "The secret must have at least 32 characters.")]
    public string Secret { get; set; } = "";

    /// <summary>What is missing for a process like this, in a sentence; people who sign in to one copy come back to another.</summary>
    public IReadOnlyList<string> FindMissing(ApiSetup setup, CurrentAccess access) =>
        Secret.Length == 0 && !access.IsOpen && !setup.Profile.IsSingleProcess && (setup.Analyses || setup.Operates)
            ? [$"{SectionName}:Secret is needed to encrypt the keys of cookies in the store: openssl rand -base64 32 makes one."]
            : [];
}
