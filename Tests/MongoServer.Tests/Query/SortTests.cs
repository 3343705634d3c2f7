using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Query;

public sealed class SortTests(MongoFixture mongo)
{
    private static readonly BsonValue[] InOrder =
    [
        BsonMinKey.Value, new BsonArray(), BsonNull.Value, double.NaN, long.MinValue, -1.5, 0, 1, Decimal128.Parse("1.5"), 9007199254740992d, 9007199254740993L,
        "", "A", "a", "aa", "\uE000", "\U0001F600", new BsonDocument(), new BsonDocument("a", 1), new BsonDocument("a", 2),
        new BsonDocument("a", "text"), new BsonBinaryData(new byte[] { 9 }), new BsonBinaryData(new byte[] { 1, 1 }),
        new ObjectId("000000000000000000000001"), false, true, new BsonDateTime(-1), new BsonDateTime(1), new BsonTimestamp(1),
        new BsonRegularExpression("a"), BsonMaxKey.Value,
    ];

    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Sort_OverAllTypes_FollowsTheOrderOfBson(int direction)
    {
        var token = TestContext.Current.CancellationToken;
        var documents = InOrder.Select((value, i) => new BsonDocument { { "_id", i }, { "v", value } }).ToArray();
        new Random(7).Shuffle(documents);
        await _collection.InsertManyAsync(documents, cancellationToken: token);

        var sorted = await _collection.Find("{}").Sort(new BsonDocument("v", direction)).ToListAsync(token);

        var expected = Enumerable.Range(0, InOrder.Length);
        Assert.Equal(direction == 1 ? expected : expected.Reverse(), sorted.Select(document => document["_id"].AsInt32));
    }

    [Theory]
    [InlineData("{a: 1}", "2 1 3")]
    [InlineData("{a: -1}", "2 3 1")]
    [InlineData("{b: 1, _id: -1}", "3 1 2")]
    [InlineData("{'c.d': 1}", "3 2 1")]
    public async Task Sort_ByFieldsAndArrays_TakesLeastUpwardsAndGreatestDownwards(string sort, string ids)
    {
        await _collection.FillAsync(
            "{_id: 1, a: [2, 3], b: 1, c: {d: 3}}", "{_id: 2, a: [1, 9], b: 2, c: {d: 2}}", "{_id: 3, a: [4], b: 1, c: {d: 1}}");

        var sorted = await _collection.Find("{}").Sort(sort).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ids, string.Join(' ', sorted.Select(document => document["_id"])));
    }

    [Theory]
    [InlineData("{a: 2}")]
    [InlineData("{a: 'up'}")]
    public async Task Sort_ByNeitherDirection_IsRefused(string sort) => Assert.NotEqual(0, await mongo.Database.RefusalAsync(
        new BsonDocument { { "find", "nothing" }, { "sort", BsonDocument.Parse(sort) } }));
}
