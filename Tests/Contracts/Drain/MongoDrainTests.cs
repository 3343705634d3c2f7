using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Contracts.Storage;

namespace Pipeline.Contracts.Drain;

public sealed class MongoDrainTests : DrainContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Store_CollectionOfOneDayHasAnIndexThatAllEventsBreak_HurtsItsOwnEventsAlone() =>
        OneDayDamaged_HurtsItsOwnEventsAloneAsync(async day =>
        {
            var raw = _scratch.Storage.Database.GetCollection<BsonDocument>(DayName(day));
            await raw.Indexes.CreateOneAsync(
                new CreateIndexModel<BsonDocument>(
                    new BsonDocument("p", 1), new CreateIndexOptions { Name = "strange", Unique = true }),
                cancellationToken: Token);
        });

    [Fact]
    public Task Store_CollectionOfOneDayIsAView_HurtsItsOwnEventsAlone()
    {
        Assert.SkipUnless(MongoScratch.IsRealServer, "The test double knows no views.");
        return OneDayDamaged_HurtsItsOwnEventsAloneAsync(async day =>
        {
            await _scratch.Storage.Database.DropCollectionAsync(DayName(day), Token);
            await _scratch.Storage.Database.CreateViewAsync<BsonDocument, BsonDocument>(
                DayName(day), "elsewhere", new EmptyPipelineDefinition<BsonDocument>(), cancellationToken: Token);
        });
    }

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    private protected override async Task<DrainStores> OpenAsync() => DrainStores.On(await _scratch.OpenIndexedAsync());
}
