using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Xunit;

namespace Pipeline.Core.Tests.Rollups;

public sealed class RollupServiceCollectionExtensionsTests
{
    [Fact]
    public void AddRollups_NoConfiguration_ReportsInUtc()
    {
        using var services = Build([]);

        Assert.Equal("UTC", services.GetRequiredService<ReportingCalendar>().Zone);
    }

    [Fact]
    public void AddRollups_Zone_IsTheCalendars()
    {
        using var services = Build(new() { ["Pipeline:TimeZone"] = "Asia/Kolkata" });

        Assert.Equal("Asia/Kolkata", services.GetRequiredService<ReportingCalendar>().Zone);
    }

    [Theory]
    [InlineData("Pipeline:TimeZone", "Europe/Atlantis", "Europe/Atlantis")]
    [InlineData("Pipeline:TimeZone", "", "TimeZone")]
    public void AddRollups_InvalidOption_IsNamed(string key, string value, string named)
    {
        using var services = Build(new() { [key] = value });

        var e = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<ReportingCalendar>());

        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pipeline:Rollups:MaxKeysPerBucket", "5", "MaxKeysPerBucket")]
    [InlineData("Pipeline:Rollups:KeepSlices", "00:10:00", "KeepSlices")]
    public void AddRollups_InvalidRollupOption_IsNamed(string key, string value, string named)
    {
        using var services = Build(new() { [key] = value });

        var e = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RollupOptions>>().Value);

        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddRollups(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .BuildServiceProvider();
}
