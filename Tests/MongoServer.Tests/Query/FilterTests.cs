using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Query;

public sealed class FilterTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("{n: 5}", "1 2")]
    [InlineData("{n: {$eq: 5}}", "1 2")]
    [InlineData("{n: {$ne: 5}}", "3 4 5 6 7")]
    [InlineData("{n: {$gt: 5}}", "3")]
    [InlineData("{n: {$gte: 5}}", "1 2 3")]
    [InlineData("{n: {$lt: 6.5}}", "1 2")]
    [InlineData("{n: {$lte: NumberLong(5)}}", "1 2")]
    [InlineData("{n: {$gt: 5, $lt: 8}}", "3")]
    [InlineData("{n: {$gte: 'a'}}", "4")]
    [InlineData("{n: {$gt: MinKey}}", "1 2 3 4 5 6 7")]
    [InlineData("{n: null}", "5 6 7")]
    [InlineData("{n: {$gte: null}}", "5 6 7")]
    [InlineData("{n: {$in: [5, 'b', null]}}", "1 2 4 5 6 7")]
    [InlineData("{n: {$in: [/^b/, 7]}}", "3 4")]
    [InlineData("{n: {$nin: [5, null]}}", "3 4")]
    [InlineData("{n: {$in: []}}", "")]
    [InlineData("{n: {$exists: true}}", "1 2 3 4 5")]
    [InlineData("{n: {$exists: false}}", "6 7")]
    [InlineData("{n: {$type: 'number'}}", "1 2 3")]
    [InlineData("{n: {$type: ['double', 'string']}}", "2 4")]
    [InlineData("{n: {$type: 10}}", "5")]
    [InlineData("{n: {$not: {$gt: 5}}}", "1 2 4 5 6 7")]
    [InlineData("{n: {$not: /b/}}", "1 2 3 5 6 7")]
    [InlineData("{$or: [{n: 7}, {n: 'b'}]}", "3 4")]
    [InlineData("{$and: [{n: {$gt: 1}}, {n: {$lt: 6}}]}", "1 2")]
    [InlineData("{$nor: [{n: 5}, {n: null}]}", "3 4")]
    [InlineData("{}", "1 2 3 4 5 6 7")]
    public async Task Find_OverScalars_MatchesByValueAndKind(string filter, string ids)
    {
        await _collection.FillAsync(
            "{_id: 1, n: 5}", "{_id: 2, n: 5.0}", "{_id: 3, n: NumberLong(7)}", "{_id: 4, n: 'b'}", "{_id: 5, n: null}", "{_id: 6}", "{_id: 7, m: 1}");

        Assert.Equal(ids, await _collection.IdsAsync(filter));
    }

    [Theory]
    [InlineData("{a: 2}", "1 2")]
    [InlineData("{a: [1, 2]}", "1")]
    [InlineData("{a: {$ne: 2}}", "3 4 5 6")]
    [InlineData("{a: {$gt: 3}}", "2 3")]
    [InlineData("{a: {$gt: 3, $lt: 3}}", "2")]
    [InlineData("{a: {$elemMatch: {$gt: 1, $lt: 4}}}", "1 2")]
    [InlineData("{a: {$elemMatch: {b: 1, c: 2}}}", "5")]
    [InlineData("{'a.b': 1}", "5 6")]
    [InlineData("{'a.b': 1, 'a.c': 2}", "5 6")]
    [InlineData("{'a.0': 1}", "1")]
    [InlineData("{'a.1.c': 2}", "6")]
    [InlineData("{'a.b': null}", "6")]
    [InlineData("{'a.b': {$exists: false}}", "1 2 3 4")]
    [InlineData("{a: {$size: 2}}", "1 2 6")]
    [InlineData("{a: []}", "4")]
    [InlineData("{a: {$all: [2, 9]}}", "2")]
    [InlineData("{a: {$all: []}}", "")]
    [InlineData("{a: {$type: 'array'}}", "1 2 3 4 5 6")]
    [InlineData("{a: {$type: 'int'}}", "1 2 3")]
    [InlineData("{a: {$in: [1, 7]}}", "1 3")]
    [InlineData("{a: {b: 1}}", "6")]
    [InlineData("{a: {$not: {$elemMatch: {$gt: 1}}}}", "4 5 6")]
    public async Task Find_OverArrays_LooksAtElementsAndAtTheWhole(string filter, string ids)
    {
        await _collection.FillAsync(
            "{_id: 1, a: [1, 2]}", "{_id: 2, a: [2, 9]}", "{_id: 3, a: [7]}", "{_id: 4, a: []}",
            "{_id: 5, a: [{b: 1, c: 2}]}", "{_id: 6, a: [{b: 1}, {c: 2}]}");

        Assert.Equal(ids, await _collection.IdsAsync(filter));
    }

    [Theory]
    [InlineData("{s: /^sh/}", "1 2")]
    [InlineData("{s: /SHOE/i}", "1 3")]
    [InlineData("{s: {$regex: '^SHOE$', $options: 'i'}}", "1")]
    [InlineData("{s: {$regex: '\\\\.'}}", "3")]
    [InlineData("{s: {$regex: '^second', $options: 'm'}}", "4")]
    [InlineData("{s: {$regex: 'first.second', $options: 's'}}", "4")]
    public async Task Find_WithRegex_MatchesOnlyStrings(string filter, string ids)
    {
        await _collection.FillAsync("{_id: 1, s: 'shoe'}", "{_id: 2, s: 'shirt'}", "{_id: 3, s: 'a.Shoe'}", "{_id: 4, s: 'first\\nsecond'}", "{_id: 5, s: 5}");

        Assert.Equal(ids, await _collection.IdsAsync(filter));
    }

    [Fact]
    public async Task Find_WithExpr_ComparesFieldsOfOneDocument()
    {
        await _collection.FillAsync("{_id: 1, a: 1, b: 2}", "{_id: 2, a: 3, b: 2}", "{_id: 3, a: 2}");

        Assert.Equal("2 3", await _collection.IdsAsync("{$expr: {$gt: ['$a', '$b']}}"));
    }

    [Theory]
    [InlineData("{n: {$near: 1}}", 2, true)]
    [InlineData("{n: {$mod: [2, 0]}}", 2, true)]
    [InlineData("{n: {$foo: 1}}", 2)]
    [InlineData("{$foo: 1}", 2)]
    [InlineData("{$where: 'true'}", 2, true)]
    [InlineData("{n: {$in: 1}}", 2)]
    [InlineData("{n: {$in: [{$gt: 1}]}}", 2)]
    [InlineData("{$or: []}", 2)]
    [InlineData("{$or: 1}", 2)]
    [InlineData("{n: {$not: 1}}", 2)]
    [InlineData("{n: {$size: -1}}", 2)]
    [InlineData("{n: {$type: 'nothing'}}", 2)]
    [InlineData("{n: {$regex: '('}}", 51091)]
    [InlineData("{$expr: {$foo: 1}}", 168)]
    public async Task Find_WithAnOperatorItDoesNotKnow_IsRefused(string filter, int code, bool onlyTheDouble = false)
    {
        Assert.SkipWhen(onlyTheDouble && !mongo.IsDouble, "a real server knows it");

        Assert.Equal(code, await mongo.Database.RefusalAsync(
            new BsonDocument { { "find", "nothing" }, { "filter", BsonDocument.Parse(filter) } }));
    }
}
