using System.ComponentModel.DataAnnotations;
using Pipeline.Jobs.Watch.Webhook;
using Xunit;

namespace Pipeline.Jobs.Tests.Watch.Webhook;

public sealed class AlarmWebhookOptionsTests
{
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("https://hooks.example.com/a?b=c", Secret)]
    [InlineData("http://127.0.0.1:9000/", Secret)]
    [InlineData("http://localhost/", Secret)]
    [InlineData("", "")]
    [InlineData("", "not read")]
    public void Validate_UsableOrOff_FindsNothing(string url, string secret) => Assert.Empty(Faults(url, secret));

    [Theory]
    [InlineData("http://hooks.example.com/", Secret, "Url")]
    [InlineData("hooks.example.com", Secret, "Url")]
    [InlineData("ftp://hooks.example.com/", Secret, "Url")]
    [InlineData("https://name:word@hooks.example.com/", Secret, "Url")]
    [InlineData("https://hooks.example.com/", "", "Secret")]
    [InlineData("https://hooks.example.com/", "short", "Secret")]
    public void Validate_NotUsable_NamesTheSetting(string url, string secret, string setting) => Assert.Equal([setting], Faults(url, secret));

    private static IEnumerable<string> Faults(string url, string secret)
    {
        var options = new AlarmWebhookOptions { Url = url, Secret = secret };
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.SelectMany(result => result.MemberNames);
    }
}
