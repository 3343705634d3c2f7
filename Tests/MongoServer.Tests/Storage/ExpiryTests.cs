using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Storage;

public sealed class ExpiryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TtlIndex_WhenTheTimeHasPassed_DeletesOnlyWhatIsPastIt()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = TestMongoServer.Start(new TestMongoServerOptions { Time = time });
        using var client = new MongoClient(server.ConnectionString);
        var collection = client.GetDatabase("d").GetCollection<BsonDocument>("c");
        await collection.Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>("{at: 1}", new CreateIndexOptions { ExpireAfter = TimeSpan.FromSeconds(30) }), cancellationToken: Token);
        await collection.FillAsync("{_id: 1, at: ISODate('2026-01-01T00:00:30Z')}", "{_id: 2, at: ISODate('2026-01-01T00:00:31Z')}", "{_id: 3, at: 0}", "{_id: 4}");

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("1 2 3 4", await collection.IdsAsync("{}"));
        time.Advance(TimeSpan.FromSeconds(1));

        while (await collection.CountDocumentsAsync("{}", cancellationToken: Token) == 4)
        {
            Token.ThrowIfCancellationRequested();
        }

        Assert.Equal("2 3 4", await collection.IdsAsync("{}"));
    }
}
