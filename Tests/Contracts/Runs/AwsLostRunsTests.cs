using Hangfire;
using Hangfire.States;
using MongoDB.Driver;
using Pipeline.Contracts.Storage;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs;

namespace Pipeline.Contracts.Runs;

public sealed class AwsLostRunsTests : LostRunsContract
{
    private readonly string _database;

    public AwsLostRunsTests()
        : this($"pipeline-test-jobs-{Guid.NewGuid():N}")
    {
    }

    private AwsLostRunsTests(string database)
        : base(
            PipelineProfile.Aws,
            new("Pipeline:Jobs:Storage:ConnectionString", MongoScratch.ServerAddress), new("Pipeline:Jobs:Storage:Database", database)) =>
        _database = database;

    [Fact]
    public async Task End_DeadServersJobThatHangfireWillHandOn_IsLeftAlone()
    {
        using var connection = Storage.GetConnection();
        var id = Create(new EnqueuedState(JobTable.RebuildRollups.Queue));
        using var fetched = connection.FetchNextJob([JobTable.RebuildRollups.Queue], Token);
        Assert.Equal(id, fetched.JobId);
        new BackgroundJobClient(Storage).ChangeState(id, new AtWork("dead"));
        await AddAsync(id);

        Assert.Equal(0, await EndAfterGraceAsync());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        using var client = new MongoClient(MongoScratch.ServerAddress);
        await client.DropDatabaseAsync(_database);
    }
}
