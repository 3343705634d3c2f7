using Hangfire;
using Hangfire.Common;
using Hangfire.Mongo;
using Hangfire.Mongo.Migration.Strategies;
using Hangfire.Mongo.Migration.Strategies.Backup;
using Hangfire.States;
using Hangfire.Storage;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Hangfire;

public sealed class HangfireTests(MongoFixture mongo) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _databaseName = $"hangfire_tests_{Guid.NewGuid():N}";
    private MongoStorage? _storage;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MongoStorage Storage => _storage ??= NewStorage();

    private IMongoCollection<BsonDocument> Graph => mongo.Client.GetDatabase(_databaseName).GetCollection<BsonDocument>("jobs.jobGraph");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await mongo.Client.DropDatabaseAsync(_databaseName);

    [Fact]
    public void Migrate_OnAnEmptyDatabaseAndAgain_IsFine()
    {
        _ = NewStorage();

        Assert.Equal(0, NewStorage().GetMonitoringApi().GetStatistics().Enqueued);
    }

    [Fact]
    public async Task Enqueue_OnTwoQueues_RunsEveryJobOnce()
    {
        var key = Guid.NewGuid().ToString("N");
        var client = new BackgroundJobClient(Storage);
        for (var i = 0; i < 20; i++)
        {
            var number = i;
            client.Create(() => CountingJob.Run(key, number), new EnqueuedState(i % 2 == 0 ? "default" : "critical"));
        }

        using (NewServer())
        {
            await UntilAsync(() => Storage.GetMonitoringApi().SucceededListCount() == 20);
        }

        Assert.Equal(Enumerable.Range(0, 20), CountingJob.Runs(key).Order());
    }

    [Fact]
    public async Task Schedule_OfAJobThatFailsOnce_RunsItAgain()
    {
        var key = Guid.NewGuid().ToString("N");
        new BackgroundJobClient(Storage).Schedule(() => FailingJob.Run(key), TimeSpan.FromMilliseconds(300));

        using (NewServer())
        {
            await UntilAsync(() => Storage.GetMonitoringApi().SucceededListCount() == 1);
        }

        Assert.Equal(2, FailingJob.Attempts(key));
    }

    [Fact]
    public async Task Delete_OfAJob_IsNeverRun()
    {
        var key = Guid.NewGuid().ToString("N");
        var client = new BackgroundJobClient(Storage);
        var id = client.Create(() => CountingJob.Run(key, 1), new EnqueuedState());
        client.Delete(id);
        client.Create(() => CountingJob.Run(key, 2), new EnqueuedState());

        using (NewServer())
        {
            await UntilAsync(() => Storage.GetMonitoringApi().SucceededListCount() == 1);
        }

        Assert.Equal([2], CountingJob.Runs(key));
        Assert.Equal(1, Storage.GetMonitoringApi().DeletedListCount());
    }

    [Fact]
    public async Task RecurringJob_WhenItIsTriggered_RunsAndIsListed()
    {
        var key = Guid.NewGuid().ToString("N");
        var recurring = new RecurringJobManager(Storage);
        recurring.AddOrUpdate("nightly", Job.FromExpression(() => CountingJob.Run(key, 1)), Cron.Daily());
        recurring.AddOrUpdate("weekly", Job.FromExpression(() => CountingJob.Run(key, 2)), Cron.Weekly());
        recurring.RemoveIfExists("weekly");
        recurring.Trigger("nightly");

        using (NewServer())
        {
            await UntilAsync(() => Storage.GetMonitoringApi().SucceededListCount() == 1);
        }

        using var connection = Storage.GetConnection();
        var listed = Assert.Single(connection.GetRecurringJobs());
        Assert.Equal("nightly", listed.Id);
        Assert.NotNull(listed.LastExecution);
        Assert.Equal([1], CountingJob.Runs(key));
    }

    [Fact]
    public async Task RecurringJob_WithASecondlySchedule_RunsByItself()
    {
        var key = Guid.NewGuid().ToString("N");
        new RecurringJobManager(Storage).AddOrUpdate("often", Job.FromExpression(() => CountingJob.Run(key, 1)), "* * * * * *");

        using (NewServer())
        {
            await UntilAsync(() => CountingJob.Runs(key).Count >= 2);
        }

        Assert.All(CountingJob.Runs(key), run => Assert.Equal(1, run));
    }

    [Fact]
    public void DistributedLock_WhileItIsHeld_TimesOutForTheOther()
    {
        using var connection = Storage.GetConnection();
        using (connection.AcquireDistributedLock("r", TimeSpan.FromSeconds(1)))
        {
            // The lock is re-entrant by thread, so the other one has to be on a thread of its own.
            Exception? fault = null;
            var other = new Thread(() => fault = Record.Exception(() =>
                Storage.GetConnection().AcquireDistributedLock("r", TimeSpan.FromMilliseconds(200)).Dispose()));
            other.Start();
            other.Join();
            Assert.IsType<DistributedLockTimeoutException>(fault);
        }

        connection.AcquireDistributedLock("r", TimeSpan.FromSeconds(1)).Dispose();
    }

    [Fact]
    public async Task Expiry_OfAJobPastItsTime_DeletesIt()
    {
        var id = new BackgroundJobClient(Storage).Create(() => CountingJob.Run("x", 1), new ScheduledState(TimeSpan.FromDays(1)));
        using (var transaction = Storage.GetConnection().CreateWriteTransaction())
        {
            transaction.ExpireJob(id, TimeSpan.FromSeconds(-10));
            transaction.Commit();
        }

        using (NewServer())
        {
            await UntilAsync(() => Graph.CountDocuments(new BsonDocument("_id", ObjectId.Parse(id)), cancellationToken: Token) == 0);
        }

        Assert.Null(Storage.GetMonitoringApi().JobDetails(id));
    }

    [Fact]
    public async Task Monitoring_AfterJobsOfEveryKind_CountsThem()
    {
        var key = Guid.NewGuid().ToString("N");
        var client = new BackgroundJobClient(Storage);
        client.Create(() => CountingJob.Run(key, 1), new EnqueuedState());
        client.Create(() => CountingJob.Run(key, 2), new ScheduledState(TimeSpan.FromDays(1)));
        client.Create(() => CountingJob.Run(key, 3), new EnqueuedState("other"));
        var monitoring = Storage.GetMonitoringApi();
        Assert.Equal(["default", "other"], monitoring.Queues().Select(queue => queue.Name).Order());

        using (NewServer())
        {
            await UntilAsync(() => monitoring.SucceededListCount() == 1);
            Assert.Single(monitoring.Servers());
        }

        var statistics = monitoring.GetStatistics();
        Assert.Equal((1, 1, 1), (statistics.Succeeded, statistics.Scheduled, statistics.Enqueued));
        Assert.Equal(1, monitoring.HourlySucceededJobs().Values.Sum());
        Assert.Single(monitoring.SucceededJobs(0, 10));
        Assert.Single(monitoring.ScheduledJobs(0, 10));
        Assert.Empty(monitoring.Servers());
    }

    private MongoStorage NewStorage() => new(
        MongoClientSettings.FromConnectionString(mongo.ConnectionString),
        _databaseName,
        new MongoStorageOptions
        {
            Prefix = "jobs",
            CheckQueuedJobsStrategy = CheckQueuedJobsStrategy.Poll,
            SupportsCappedCollection = false,
            QueuePollInterval = TimeSpan.FromMilliseconds(50),
            MigrationOptions = new MongoMigrationOptions
            {
                MigrationStrategy = new MigrateMongoMigrationStrategy(),
                BackupStrategy = new CollectionMongoBackupStrategy(),
            },
        });

    private BackgroundJobServer NewServer() => new(
        new BackgroundJobServerOptions
        {
            WorkerCount = 2,
            Queues = ["critical", "default"],
            SchedulePollingInterval = TimeSpan.FromMilliseconds(100),
        },
        Storage);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token);
        }
    }
}
