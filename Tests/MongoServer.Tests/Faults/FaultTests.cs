using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.MongoServer.Faults;
using Xunit;

namespace Pipeline.MongoServer.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private const int NotWritablePrimary = 10107;

    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoClient _client;
    private readonly IMongoCollection<BsonDocument> _collection;

    public FaultTests()
    {
        var settings = MongoClientSettings.FromConnectionString(_server.ConnectionString);
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(3);
        settings.RetryReads = false;
        _client = new MongoClient(settings);
        _collection = _client.GetDatabase("d").GetCollection<BsonDocument>("c");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task FailNext_WithAnError_AnswersItOnceAndDoesNothing()
    {
        _server.FailNext("insert", Fault.Error(NotWritablePrimary));

        await Assert.ThrowsAsync<MongoNotPrimaryException>(() => _collection.FillAsync("{_id: 1}"));
        await _collection.FillAsync("{_id: 1}");

        Assert.Equal("1", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task FailNext_WithALostRequest_BreaksTheConnectionBeforeTheWrite()
    {
        _server.FailNext("insert", Fault.LostRequest);

        await Assert.ThrowsAsync<MongoConnectionException>(() => _collection.FillAsync("{_id: 1}"));

        Assert.Equal("", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task FailNext_WithSomethingElse_RunsThatFirst()
    {
        _server.FailNext("insert", Fault.After(() => _collection.FillAsync("{_id: 1}")));

        var refused = await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => _collection.FillAsync("{_id: 1}"));

        Assert.Equal(11000, Assert.Single(refused.WriteErrors).Code);
    }

    [Fact]
    public async Task FailNext_WithALostReply_BreaksTheConnectionAfterTheWrite()
    {
        _server.FailNext("insert", Fault.LostReply);

        await Assert.ThrowsAsync<MongoConnectionException>(() => _collection.FillAsync("{_id: 1}"));

        Assert.Equal("1", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task FailNext_WithADelay_RunsLater()
    {
        var delay = TimeSpan.FromMilliseconds(200);
        _server.FailNext("find", Fault.Late(delay));
        var started = Stopwatch.StartNew();

        Assert.Equal("", await _collection.IdsAsync("{}"));

        Assert.True(started.Elapsed >= delay, $"after {started.Elapsed}");
    }

    [Fact]
    public void FailNext_OfACommandThatIsNone_Throws() =>
        Assert.Throws<ArgumentException>(() => _server.FailNext("insertMany", Fault.LostReply));

    [Fact]
    public async Task TakeDown_ThenBringBack_KeepsTheData()
    {
        await _collection.FillAsync("{_id: 1}");

        await _server.TakeDownAsync();
        var fault = await Record.ExceptionAsync(() => _collection.IdsAsync("{}"));
        Assert.True(fault is TimeoutException or MongoConnectionException, fault?.ToString());
        _server.BringBack();

        using var again = new MongoClient(_server.ConnectionString);
        Assert.Equal("1", await again.GetDatabase("d").GetCollection<BsonDocument>("c").IdsAsync("{}"));
    }
}
