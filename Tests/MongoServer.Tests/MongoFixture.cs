using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.MongoServer.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(MongoFixture))]

namespace Pipeline.MongoServer.Tests;

/// <summary>
/// The server that the suite runs against: the test double, or a real one when MONGODB_URI is set. What the two do
/// differently is a bug in the double.
/// </summary>
public sealed class MongoFixture : IAsyncLifetime
{
    private readonly TestMongoServer? _double;
    private readonly string _databaseName = $"mongoserver_tests_{Guid.NewGuid():N}";

    public MongoFixture()
    {
        ConnectionString = Environment.GetEnvironmentVariable("MONGODB_URI") is { Length: > 0 } uri
            ? uri
            : (_double = TestMongoServer.Start()).ConnectionString;
        Client = new MongoClient(ConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>Whether this is the test double, which knows less than a real server.</summary>
    public bool IsDouble => _double is not null;

    public IMongoClient Client { get; }

    public IMongoDatabase Database => Client.GetDatabase(_databaseName);

    /// <summary>A collection that no other test uses.</summary>
    public IMongoCollection<BsonDocument> NewCollection() => Database.GetCollection<BsonDocument>($"c{Guid.NewGuid():N}");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Client.DropDatabaseAsync(_databaseName);
        Client.Dispose();
        if (_double is not null)
        {
            await _double.DisposeAsync();
        }
    }
}
