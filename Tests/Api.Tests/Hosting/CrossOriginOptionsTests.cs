using System.ComponentModel.DataAnnotations;
using Pipeline.Api.Hosting;
using Xunit;

namespace Pipeline.Api.Tests.Hosting;

public sealed class CrossOriginOptionsTests
{
    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("https://SHOP.example", true)]
    [InlineData("https://other.example:8443", true)]
    [InlineData("http://shop.example", false)]
    [InlineData("https://shop.example.attacker.example", false)]
    [InlineData("http://localhost", false)]
    public void Allows_ListedOrigins_AreTheOnlyOnes(string origin, bool expected) =>
        Assert.Equal(expected, new CrossOriginOptions { Origins = "https://shop.example/, https://other.example:8443" }.Allows(origin));

    [Theory]
    [InlineData("https://shop.example", 0)]
    [InlineData("loopback, https://shop.example", 0)]
    [InlineData("", 0)]
    [InlineData("*", 1)]
    [InlineData("shop.example, https://shop.example/path, ftp://shop.example", 3)]
    public void Validate_EachThatIsNoOrigin_IsNamed(string origins, int problems)
    {
        var results = new List<ValidationResult>();
        var options = new CrossOriginOptions { Origins = origins };

        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);

        Assert.Equal(problems, results.Count);
    }
}
