using System.ComponentModel.DataAnnotations;
using Pipeline.Api.Web;
using Xunit;

namespace Pipeline.Api.Tests.Web;

public sealed class WebOptionsTests
{
    [Fact]
    public void Validate_DirectoryWithoutWeb_NamesTheSetting()
    {
        var options = new WebOptions { Directory = Path.Join(Path.GetTempPath(), Guid.NewGuid().ToString("N")) };

        var fault = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.Equal([nameof(WebOptions.Directory)], fault.MemberNames);
    }

    [Fact]
    public void Validate_NoDirectory_IsFine() => Assert.Empty(new WebOptions().Validate(new ValidationContext(new WebOptions())));

    [Theory]
    [InlineData("EUR", "Shop", null)]
    [InlineData("eur", "Shop", nameof(WebOptions.Currency))]
    [InlineData("EURO", "Shop", nameof(WebOptions.Currency))]
    [InlineData("EUR", "", nameof(WebOptions.Shop))]
    public void Validate_CurrencyAndShop_NamesTheSetting(string currency, string shop, string? wrong)
    {
        var options = new WebOptions { Currency = currency, Shop = shop };
        var faults = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);

        Assert.Equal(wrong is null ? [] : [wrong], faults.SelectMany(fault => fault.MemberNames));
    }
}
