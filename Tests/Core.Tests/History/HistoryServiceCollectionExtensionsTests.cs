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

    private static ArchivingOptions OptionsOf(string hotDays, string keepSlices) => new ServiceCollection()
        .AddArchiving(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pipeline:Archive:HotDays"] = hotDays,
            ["Pipeline:Rollups:KeepSlices"] = keepSlices,
        }).Build())
        .BuildServiceProvider().GetRequiredService<IOptions<ArchivingOptions>>().Value;
}
