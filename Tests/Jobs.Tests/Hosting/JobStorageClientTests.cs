using MongoDB.Driver;
using Pipeline.Jobs.Hosting;
using Xunit;

namespace Pipeline.Jobs.Tests.Hosting;

public sealed class JobStorageClientTests
{
    [Fact]
    public void Connect_ConnectionStringWithWeakerGuarantees_KeepsToThePrimaryAndTheMajority()
    {
        using var client = JobStorageClient.Connect(new JobStorageOptions
        {
            ConnectionString = "mongodb://127.0.0.1:1/?readPreference=secondaryPreferred&w=1",
        });

        Assert.Equal(ReadPreference.Primary, client.Settings.ReadPreference);
        Assert.Equal(WriteConcern.WMajority, client.Settings.WriteConcern);
    }
}
