using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Core.History;
using Xunit;

namespace Pipeline.Core.Tests.History;

public sealed class HistoryServiceCollectionExtensionsTests
{
    [Theory]
    [InlineData("1", "1.00:00:00", "Pipeline:Archive:HotDays is '1'")]
    [InlineData("29", "30.00:00:00", "Pipeline:Archive:HotDays is 29 days, but Pipeline:Rollups:KeepSlices is 30.00:00:00")]
    public void AddArchiving_DaysHotForTooShort_AreRefused(string hotDays, string keepSlices, string problem)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => OptionsOf(hotDays, keepSlices));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddArchiving_DaysHotAsLongAsSlicesAreKept_AreAccepted() => Assert.Equal(30, OptionsOf("30", "30.00:00:00").HotDays);

    [Theory]
    [InlineData("30", "10.00:00:00", "Pipeline:Archive:KeepDays is 30 days, but Pipeline:Archive:HotDays is 30")]
    [InlineData("365", "365.00:00:00", "Pipeline:Archive:KeepDays is 365 days, but Pipeline:Ingest:MaxAge is 365.00:00:00")]
    public void AddArchiving_EventsKeptForTooShort_AreRefused(string keepDays, string maxAge, string problem)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => OptionsOf("30", "30.00:00:00", keepDays, maxAge));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddArchiving_EventsKeptLongerThanTheyAreTaken_AreAccepted() =>
        Assert.Equal(366, OptionsOf("30", "30.00:00:00", "366", "365.00:00:00").KeepDays);

    private static ArchivingOptions OptionsOf(string hotDays, string keepSlices, string keepDays = "0", string maxAge = "365.00:00:00") => new ServiceCollection()
        .AddArchiving(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pipeline:Archive:HotDays"] = hotDays,
            ["Pipeline:Archive:KeepDays"] = keepDays,
            ["Pipeline:Rollups:KeepSlices"] = keepSlices,
            ["Pipeline:Ingest:MaxAge"] = maxAge,
        }).Build())
        .BuildServiceProvider().GetRequiredService<IOptions<ArchivingOptions>>().Value;
}
