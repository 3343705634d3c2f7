using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Update;

public sealed class PipelineUpdateTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("{$addFields: {n: {$add: ['$n', 1]}, 'a.b': '$n'}}", "{_id: 1, n: 2, s: {x: 1}, a: {b: 1}}")]
    [InlineData("{$unset: ['n', 's.x']}", "{_id: 1, s: {}}")]
    [InlineData("{$replaceWith: {_id: '$_id', m: '$s.x'}}", "{_id: 1, m: 1}")]
    [InlineData("{$replaceWith: '$s'}", "{_id: 1, x: 1}")]
    [InlineData("{$addFields: {n: {$cond: [{$lt: ['$n', 5]}, 5, '$n']}}}", "{_id: 1, n: 5, s: {x: 1}}")]
    public async Task UpdateOne_WithAPipeline_ComputesFromTheDocument(string stage, string after)
    {
        await _collection.FillAsync("{_id: 1, n: 1, s: {x: 1}}");

        await UpdateAsync("{}", stage);

        Assert.Equal(BsonDocument.Parse(after).Shape(), (await _collection.OnlyAsync()).Shape());
    }

    [Fact]
    public async Task UpdateOne_WithAReplacedPart_LeavesTheIndexesRight()
    {
        await _collection.FillAsync("{_id: 1, s: {x: 1}}", "{_id: 2, s: {x: 2}}");
        await UpdateAsync("{_id: 1}", "{$replaceWith: '$s'}");
        await _collection.ChangeAsync("{_id: 1}", "{$set: {x: 9}}");

        Assert.Equal("1", await _collection.IdsAsync("{_id: {$lt: 2}, x: 9}"));
        Assert.Equal("2", await _collection.IdsAsync("{'s.x': 2}"));
    }

    [Fact]
    public async Task UpdateOne_WithAPipelineAsUpsert_StartsFromTheQuery()
    {
        await UpdateAsync("{_id: 7, k: 'a'}", "{$addFields: {n: {$add: [{$ifNull: ['$n', 0]}, 2]}}}", upsert: true);

        Assert.Equal("{ \"_id\" : 7, \"k\" : \"a\", \"n\" : 2 }", (await _collection.OnlyAsync()).Shape());
    }

    [Theory]
    [InlineData("{$addFields: {_id: 2}}", 66)]
    [InlineData("{$replaceWith: '$n'}", 40228)]
    [InlineData("{$match: {}}", 72)]
    [InlineData("{$foo: {}}", 40324)]
    [InlineData("{$addFields: {n: {$foo: 1}}}", 168)]
    public async Task UpdateOne_WithAPipelineThatIsWrong_IsRefused(string stage, int code)
    {
        await _collection.FillAsync("{_id: 1, n: 1}");

        var fault = await Assert.ThrowsAsync<MongoWriteException>(() => UpdateAsync("{}", stage));

        Assert.Equal(code, fault.WriteError.Code);
    }

    private Task<UpdateResult> UpdateAsync(string filter, string stage, bool upsert = false) => _collection.UpdateOneAsync(
        filter,
        new PipelineUpdateDefinition<BsonDocument>(PipelineDefinition<BsonDocument, BsonDocument>.Create(stage)),
        new UpdateOptions { IsUpsert = upsert },
        TestContext.Current.CancellationToken);
}
