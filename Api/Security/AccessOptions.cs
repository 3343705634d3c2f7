using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Security;

/// <summary>Who may use this API. Reread whenever the configuration changes.</summary>
internal sealed class AccessOptions : IValidatableObject
{
    public const string SectionName = "Api:Access";

    /// <summary>
    /// People by name: a role, <c>reader</c> or <c>operator</c>, and the hash of a password. <c>scripts/account</c> prints the line. Default none.
    /// </summary>
    [Secret]
    public Dictionary<string, string> Accounts { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Machines by name: roles with commas between (<c>ingest</c>, <c>reader</c>, <c>operator</c>) and the hashes of the keys that are valid,
    /// several while one replaces the other. With <c>origin=</c> it is a browser key: it ingests only, and only for pages of these
    /// origins. <c>rate=</c> is its own number of requests per second. <c>scripts/key</c> prints the line. Default none.
    /// </summary>
    [Secret]
    public Dictionary<string, string> Keys { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Ingest requests per second of a key without a rate of its own. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int KeyRate { get; set; } = 1_000;

    /// <summary>Ingest requests per second of a browser key without a rate of its own. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int BrowserKeyRate { get; set; } = 100;

    /// <summary>
    /// How long a person stays signed in after the last request, or after signing in at an identity provider: then the role is asked for
    /// again. Default 8 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan SignInLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Failed sign-ins in a row after which an account, and four times as many after which an address, has to wait. Default 5.</summary>
    [Range(1, 1_000)]
    public int MaxFailures { get; set; } = 5;

    /// <summary>How long it has to wait. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Lockout { get; set; } = TimeSpan.FromMinutes(15);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        _ = AccessList.Read(this, out var problems);
        return problems.Select(problem => new ValidationResult(problem.Message, [problem.Member]));
    }
}
