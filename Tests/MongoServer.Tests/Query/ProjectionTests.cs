using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Query;

public sealed class ProjectionTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("{a: 1}", "{ '_id' : 1, 'a' : 1 }")]
    [InlineData("{a: 1, _id: 0}", "{ 'a' : 1 }")]
    [InlineData("{_id: 1}", "{ '_id' : 1 }")]
    [InlineData("{_id: 0}", "{ 'a' : 1, 'b' : { 'c' : 2, 'd' : 3 }, 'e' : [{ 'f' : 4, 'g' : 5 }, 6] }")]
    [InlineData("{a: 0, e: 0}", "{ '_id' : 1, 'b' : { 'c' : 2, 'd' : 3 } }")]
    [InlineData("{'b.c': 1}", "{ '_id' : 1, 'b' : { 'c' : 2 } }")]
    [InlineData("{b: {c: 1}}", "{ '_id' : 1, 'b' : { 'c' : 2 } }")]
    [InlineData("{'b.c': 0, 'e.f': 0, a: 0}", "{ '_id' : 1, 'b' : { 'd' : 3 }, 'e' : [{ 'g' : 5 }, 6] }")]
    [InlineData("{'e.f': 1}", "{ '_id' : 1, 'e' : [{ 'f' : 4 }] }")]
    [InlineData("{missing: 1}", "{ '_id' : 1 }")]
    [InlineData("{x: '$b.d', a: true}", "{ '_id' : 1, 'a' : 1, 'x' : 3 }")]
    public async Task Find_WithProjection_GivesOnlyWhatIsAsked(string projection, string expected)
    {
        await _collection.FillAsync("{_id: 1, a: 1, b: {c: 2, d: 3}, e: [{f: 4, g: 5}, 6]}");

        var document = await _collection.Find("{}").Project<BsonDocument>(projection).SingleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected.Replace('\'', '"'), document.Shape());
    }

    [Theory]
    [InlineData("{a: 1, b: 0}", 31254)]
    [InlineData("{a: 0, b: 1}", 31253)]
    [InlineData("{a: 1, 'a.b': 1}", 31249)]
    public async Task Find_WithAProjectionThatContradictsItself_IsRefused(string projection, int code) => Assert.Equal(
        code, await mongo.Database.RefusalAsync(new BsonDocument { { "find", "nothing" }, { "projection", BsonDocument.Parse(projection) } }));
}
