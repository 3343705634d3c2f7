using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Jobs.Watch.Webhook;

/// <summary>Where alarms are sent. Nowhere by default.</summary>
public sealed class AlarmWebhookOptions : IValidatableObject
{
    public const string SectionName = "Pipeline:Alarms:Webhook";

    /// <summary>An HTTPS address; HTTP on this machine only. Empty for none.</summary>
    [Secret] // Many services tell their callers apart by the address alone.
    public string Url { get; set; } = "";

    /// <summary>
    /// The secret that signs, as Standard Webhooks has it: 24 to 64 random bytes in base64, with or without <c>whsec_</c> before them. Several
    /// with a space between while one is being replaced.
    /// </summary>
    [Secret]
    public string Secret { get; set; } = "";

    /// <summary>How long the receiver may take to answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it is tried to tell that an alarm is over. That one is open is tried for as long as it is. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    public bool IsConfigured() => Url.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsConfigured())
        {
            yield break;
        }

        if (!TryReadUrl(out _))
        {
            yield return new ValidationResult("Give an https address, or http with a loopback address, without name and password.", [nameof(Url)]);
        }

        if (!WebhookSignature.TryReadKeys(Secret, out _))
        {
            yield return new ValidationResult(
                "Give 24 to 64 random bytes in base64, such as those of 'openssl rand -base64 32'.", [nameof(Secret)]);
        }
    }

    internal bool TryReadUrl([NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(Url, UriKind.Absolute, out url)
        && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
