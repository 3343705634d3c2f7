using Pipeline.Jobs.Watch.Webhook;
using Xunit;

namespace Pipeline.Jobs.Tests.Watch.Webhook;

public sealed class WebhookSignatureTests
{
    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Sign_ExampleOfTheSpecification_IsItsSignature(string secret)
    {
        Assert.True(WebhookSignature.TryReadKeys(secret, out var keys));

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Sign(
                keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""));
    }

    [Fact]
    public void Sign_TwoKeys_HasASignatureOfEach()
    {
        Assert.True(WebhookSignature.TryReadKeys($"{Secret(1)} whsec_{Secret(2)}", out var keys));

        var both = WebhookSignature.Sign(keys, "id", DateTimeOffset.UnixEpoch, "{}").Split(' ');

        Assert.Equal([Sign(keys[0]), Sign(keys[1])], both.AsEnumerable());
        Assert.NotEqual(both[0], both[1]);

        static string Sign(byte[] key) => WebhookSignature.Sign([key], "id", DateTimeOffset.UnixEpoch, "{}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("secret")]
    [InlineData("whsec_")]
    [InlineData("dG9vIHNob3J0")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw short")]
    public void TryReadKeys_NotASecret_IsFalse(string secret) => Assert.False(WebhookSignature.TryReadKeys(secret, out _));

    [Fact]
    public void TryReadKeys_MoreBytesThanAllowed_IsFalse() =>
        Assert.False(WebhookSignature.TryReadKeys(Convert.ToBase64String(new byte[65]), out _));

    private static string Secret(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
}
