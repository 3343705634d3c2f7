using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Client;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.EndToEnd.Aws.Support;

/// <summary>
/// The pipeline as it runs in production: an Api that only ingests, one that answers, Workers and Jobs, each a separate process, on
/// queues and databases that only this deployment has.
/// </summary>
internal sealed class AwsDeployment : IAsyncDisposable
{
    private readonly AwsEmulators _emulators;
    private readonly TemporaryDirectory _directory = new();
    private readonly List<IAsyncDisposable> _processes = [];
    private readonly string _name = $"e2e-{Guid.NewGuid():N}";
    private readonly Dictionary<string, string> _settings = [];

    private AwsDeployment(AwsEmulators emulators) => _emulators = emulators;

    /// <summary>What every process is given.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    public string QueueUrl { get; private set; } = "";

    /// <summary>The pipeline's database, as its administrator sees it.</summary>
    public IMongoDatabase Database => new MongoClient(_emulators.MongoUri).GetDatabase(_name);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes queues and bucket, and starts nothing.</summary>
    public static async Task<AwsDeployment> CreateAsync(AwsEmulators emulators)
    {
        await emulators.ReadyAsync(Token);
        var deployment = new AwsDeployment(emulators);
        (deployment.QueueUrl, var deadLetters) = await emulators.CreateQueuesAsync(deployment._name, Token);
        await emulators.CreateBucketAsync(deployment._name, Token);
        deployment.Set("AWS_ENDPOINT_URL", emulators.Endpoint.ToString())
            .Set("AWS_REGION", "us-east-1")
            .Set("AWS_ACCESS_KEY_ID", "test")
            .Set("AWS_SECRET_ACCESS_KEY", "test")
            .Set("AWS_EC2_METADATA_DISABLED", "true")
            .Set("Pipeline__Profile", "Aws")
            .Set("Pipeline__Sqs__QueueUrl", deployment.QueueUrl)
            .Set("Pipeline__Sqs__DeadLetterQueueUrl", deadLetters)
            .Set("Pipeline__S3__Bucket", deployment._name)
            .Set("Pipeline__S3__PathStyle", "true")
            .Set("Pipeline__Mongo__ConnectionString", emulators.MongoUri)
            .Set("Pipeline__Mongo__Database", deployment._name)
            .Set("Pipeline__Jobs__Storage__Database", deployment._name + "-jobs")
            .Set("Pipeline__Jobs__Storage__QueuePolling", "00:00:00.200")
            .Set("Pipeline__Jobs__Storage__ConnectionString", emulators.MongoUri)
            // What a dead or paused worker held is delivered again after this time, instead of after half a minute.
            .Set("Pipeline__Queue__VisibilityTimeout", "00:00:02")
            // The emulator does not wake a waiting receiver when a message becomes visible again.
            .Set("Pipeline__Drain__ReceiveWait", "00:00:02");
        return deployment;
    }

    /// <summary>For the processes started from now on.</summary>
    public AwsDeployment Set(string variable, string value)
    {
        _settings[variable] = value;
        return this;
    }

    /// <summary>An Api that takes events in and does nothing else; it is not even told where MongoDB is.</summary>
    public Task<TestServer> StartIngestAsync() => StartApiAsync(
        _settings.Where(setting => !setting.Key.Contains("__Mongo__", StringComparison.Ordinal)), "ingest");

    /// <summary>An Api for everything but ingestion.</summary>
    public Task<TestServer> StartReadsAsync() => StartApiAsync(_settings, "analytics,operations");

    public Task<ServiceProcess> StartWorkersAsync() => StartAsync(Repository.Workers);

    public Task<ServiceProcess> StartJobsAsync() => StartAsync(Repository.Jobs);

    /// <summary>Starts the whole deployment at once, as a rollout would.</summary>
    public async Task<RunningDeployment> StartAllAsync()
    {
        var ingest = StartIngestAsync();
        var reads = StartReadsAsync();
        Task<ServiceProcess>[] others = [StartWorkersAsync(), StartWorkersAsync(), StartJobsAsync()];
        await Task.WhenAll([ingest, reads, .. others]);
        return new RunningDeployment(await ingest, await reads, await others[0], await others[1], await others[2]);
    }

    /// <summary>Sends all of a shop's events; returns when every one is acknowledged.</summary>
    public static async Task SendAsync(PipelineClient client, IEnumerable<EventBatch> batches)
    {
        foreach (var batch in batches)
        {
            var answer = await client.SendBatchAsync(batch.Body, Token);
            Assert.Equal(batch.Lines.Count, answer.Accepted);
        }
    }

    /// <summary>Raw events in the database, counted one by one.</summary>
    public async Task<long> CountRawAsync()
    {
        var names = await (await Database.ListCollectionNamesAsync(cancellationToken: Token)).ToListAsync(Token);
        var counts = await Task.WhenAll(names
            .Where(name => name.StartsWith("raw_", StringComparison.Ordinal))
            .Select(name => Database.GetCollection<BsonDocument>(name)
                .CountDocumentsAsync(FilterDefinition<BsonDocument>.Empty, cancellationToken: Token)));
        return counts.Sum();
    }

    /// <summary>Waits until everything is counted; then every number is that of the shop, and the ledger closes.</summary>
    public async Task AssertCompleteAsync(TestServer reads, Shop shop)
    {
        await reads.WaitUntilSettledAsync(Token);
        Assert.Equal(shop.Totals(), Shop.Totals(await KpiGroups.ReadAsync(reads, shop.From, shop.To, Token)));
        Assert.Equal(shop.Count, await CountRawAsync());

        var ledger = (await reads.Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        long Entry(string name) => ledger.GetProperty(name).GetInt64();
        Assert.Equal((shop.Count, shop.Count), (Entry("accepted"), Entry("stored")));
        Assert.Equal(
            (0, 0, 0, 0, 0), (Entry("duplicate"), Entry("rejected"), Entry("quarantined"), Entry("inFlight"), Entry("gap")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Database.Client.DropDatabaseAsync(_name, CancellationToken.None);
        await Database.Client.DropDatabaseAsync(_name + "-jobs", CancellationToken.None);
        _directory.Dispose();
    }

    private async Task<TestServer> StartApiAsync(IEnumerable<KeyValuePair<string, string>> settings, string roles)
    {
        var server = await TestServer.StartAsync(
            _directory.File(roles), new Dictionary<string, string>(settings) { ["Api__Serves"] = roles }, Token);
        Own(server);
        return server;
    }

    private async Task<ServiceProcess> StartAsync(string program)
    {
        var process = ServiceProcess.Start(program, _directory.File($"{Guid.NewGuid():N}.alive"), _settings);
        Own(process);
        await process.WaitUntilAliveAsync(Token);
        return process;
    }

    // Several start at the same time.
    private void Own(IAsyncDisposable process)
    {
        lock (_processes)
        {
            _processes.Add(process);
        }
    }
}
