using Microsoft.Extensions.Options;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.MongoServer;

namespace Pipeline.Contracts.Storage;

/// <summary>
/// A database of one test's own, on the server that <c>MONGODB_URI</c> names or else on the test double. Dropped in the end.
/// </summary>
internal sealed class MongoScratch : IAsyncDisposable
{
    private static readonly string? RealServer = Environment.GetEnvironmentVariable("MONGODB_URI");

    private static readonly Lazy<string> SharedServer = new(
        () => IsRealServer ? RealServer! : TestMongoServer.Start(new TestMongoServerOptions { ReplicaSet = "rs0" }).ConnectionString);

    private readonly MongoOptions _options;

    /// <param name="connectionString">Another server than the shared one.</param>
    public MongoScratch(string? connectionString = null)
    {
        _options = new MongoOptions
        {
            ConnectionString = connectionString ?? SharedServer.Value,
            Database = $"pipeline-test-{Guid.NewGuid():N}",
        };
        Storage = Open();
    }

    public static bool IsRealServer => !string.IsNullOrEmpty(RealServer);

    /// <summary>Where all tests' databases are.</summary>
    public static string ServerAddress => SharedServer.Value;

    public MongoStorage Storage { get; }

    /// <summary>Another process's view of the same database.</summary>
    public MongoStorage Open() => new(Options.Create(_options));

    /// <summary>A view of the same database with its indexes in place.</summary>
    public async Task<MongoStorage> OpenIndexedAsync()
    {
        var storage = Open();
        Assert.Empty(await new MongoStorageCheck(storage, MongoSchema.Indexes).FindProblemsAsync(TestContext.Current.CancellationToken));
        return storage;
    }

    public async ValueTask DisposeAsync() => await Storage.Database.Client.DropDatabaseAsync(_options.Database);
}
