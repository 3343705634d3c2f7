using Pipeline.Api.SignIn;
using Xunit;

namespace Pipeline.Api.Tests.SignIn;

public sealed class ReturnAddressTests
{
    [Theory]
    [InlineData("/hangfire/jobs/failed?from=0", "/hangfire/jobs/failed?from=0")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://attacker.example/", "/")]
    [InlineData("//attacker.example", "/")]
    [InlineData("/\\attacker.example", "/")]
    [InlineData("/\t/attacker.example", "/")]
    [InlineData("\\attacker.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("~/x", "/")]
    public void Of_AnythingButThisSite_IsHome(string? asked, string expected) => Assert.Equal(expected, ReturnAddress.Of(asked));
}
