using Microsoft.Extensions.Configuration;
using Pipeline.Hosting.Profiles;
using Pipeline.Hosting.Startup;
using Xunit;

namespace Pipeline.Hosting.Tests.Profiles;

public sealed class PipelineProfileTests
{
    [Fact]
    public void Read_NothingSet_IsEmbedded() => Assert.Equal(PipelineProfile.Embedded, Read());

    [Fact]
    public void Read_Aws_ChoosesAllAdapters() =>
        Assert.Equal(new PipelineProfile(QueueKind.Sqs, StoreKind.Mongo, ArchiveKind.S3), Read(("Pipeline:Profile", "aws")));

    [Fact]
    public void Read_SingleAdapter_OverridesTheProfile() =>
        Assert.Equal(
            new PipelineProfile(QueueKind.Sqs, StoreKind.Sqlite, ArchiveKind.Directory), Read(("Pipeline:Adapters:Queue", "sqs")));

    [Fact]
    public void Read_UnknownValues_AreAllReportedWithKeyAndValue()
    {
        var refused = Assert.Throws<StartupException>(() => Read(("Pipeline:Profile", "Moon"), ("Pipeline:Adapters:Store", "7")));

        Assert.Equal(2, refused.Problems.Count);
        Assert.Contains("Pipeline:Profile is 'Moon'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Pipeline:Adapters:Store is '7'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sqs", "Mongo", false)]
    [InlineData("Sqlite", "Mongo", true)]
    [InlineData("Sqs", "Sqlite", true)]
    public void IsSingleProcess_AnySqlitePart_MakesItTrue(string queue, string store, bool expected) =>
        Assert.Equal(expected, Read(("Pipeline:Adapters:Queue", queue), ("Pipeline:Adapters:Store", store)).IsSingleProcess);

    [Fact]
    public void RequireManyProcesses_SqliteStore_IsRefusedByName() =>
        Assert.Contains(
            "Pipeline:Adapters:Store=Sqlite",
            Assert.Throws<StartupException>(() => Read(("Pipeline:Adapters:Queue", "Sqs")).RequireManyProcesses("Workers")).Message,
            StringComparison.Ordinal);

    private static PipelineProfile Read(params (string Key, string Value)[] values) => PipelineProfile.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
}
