using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Aggregation;

public sealed class ExpressionTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("'$n'", "5")]
    [InlineData("'$o.x'", "1")]
    [InlineData("'$l.k'", "[1, 2]")]
    [InlineData("'$$ROOT.n'", "5")]
    [InlineData("'$$CURRENT.n'", "5")]
    [InlineData("{$literal: '$n'}", "'$n'")]
    [InlineData("{a: '$n', b: ['$o.x', '$none']}", "{a: 5, b: [1, null]}")]
    [InlineData("{$cond: [{$gt: ['$n', 3]}, 'y', 'n']}", "'y'")]
    [InlineData("{$cond: {if: '$none', then: 1, else: 2}}", "2")]
    [InlineData("{$ifNull: ['$none', '$z', 7]}", "7")]
    [InlineData("{$ifNull: ['$n', 7]}", "5")]
    [InlineData("{$and: ['$n', 1, true]}", "true")]
    [InlineData("{$and: ['$n', 0]}", "false")]
    [InlineData("{$or: [null, '$none', false]}", "false")]
    [InlineData("{$or: ['$none', 'x']}", "true")]
    [InlineData("{$not: ['$none']}", "true")]
    [InlineData("{$eq: ['$n', 5.0]}", "true")]
    [InlineData("{$ne: ['$n', 5]}", "false")]
    [InlineData("{$lt: ['$none', null]}", "true")]
    [InlineData("{$lte: [5, '$n']}", "true")]
    [InlineData("{$gte: ['a', '$n']}", "true")]
    [InlineData("{$min: [3, '$n', null, '$none']}", "3")]
    [InlineData("{$max: ['$q']}", "9")]
    [InlineData("{$max: [null]}", "null")]
    [InlineData("{$add: ['$n', 2, 1.5]}", "8.5")]
    [InlineData("{$add: [2147483647, 1]}", "NumberLong('2147483648')")]
    [InlineData("{$add: ['$n', null]}", "null")]
    [InlineData("{$add: ['$d', 1000]}", "ISODate('2026-01-01T00:00:01Z')")]
    [InlineData("{$add: [NumberDecimal('0.1'), NumberDecimal('0.2')]}", "NumberDecimal('0.3')")]
    [InlineData("{$subtract: ['$n', 7]}", "-2")]
    [InlineData("{$subtract: ['$d', ISODate('2025-12-31T23:59:59Z')]}", "NumberLong(1000)")]
    [InlineData("{$subtract: ['$d', 1000]}", "ISODate('2025-12-31T23:59:59Z')")]
    [InlineData("{$multiply: ['$n', 3, NumberLong(2)]}", "NumberLong(30)")]
    [InlineData("{$in: [9, '$q']}", "true")]
    [InlineData("{$in: ['$none', '$q']}", "false")]
    [InlineData("{$size: {$setUnion: ['$q', [9, 10]]}}", "3")]
    [InlineData("{$concatArrays: ['$q', [1]]}", "[3, 9, 1]")]
    [InlineData("{$concatArrays: ['$q', null]}", "null")]
    [InlineData("{$filter: {input: '$q', cond: {$gt: ['$$this', 5]}}}", "[9]")]
    [InlineData("{$filter: {input: '$l', as: 'i', cond: {$eq: ['$$i.k', 2]}}}", "[{k: 2}]")]
    [InlineData("{$map: {input: '$q', in: {$add: ['$$this', '$n']}}}", "[8, 14]")]
    [InlineData("{$map: {input: '$none', in: 1}}", "null")]
    [InlineData("{$map: {input: '$q', as: 'x', in: {$size: {$filter: {input: '$q', as: 'y', cond: {$lte: ['$$y', '$$x']}}}}}}", "[1, 2]")]
    [InlineData("{$size: '$q'}", "2")]
    [InlineData("{$first: '$q'}", "3")]
    [InlineData("{$arrayElemAt: ['$q', -1]}", "9")]
    [InlineData("{$type: {$arrayElemAt: ['$q', 5]}}", "'missing'")]
    [InlineData("{$indexOfCP: ['$s', 'ß']}", "2")]
    [InlineData("{$indexOfCP: ['$s', 'no']}", "-1")]
    [InlineData("{$indexOfCP: ['$none', 'no']}", "null")]
    [InlineData("{$toLower: 'ABCÄ'}", "'abcÄ'")]
    [InlineData("{$toLower: '$none'}", "''")]
    [InlineData("{$concat: ['a', '-', 'b']}", "'a-b'")]
    [InlineData("{$concat: ['a', '$none']}", "null")]
    [InlineData("{$mergeObjects: ['$o', {y: 2}, null, {x: 9}]}", "{x: 9, y: 2}")]
    [InlineData("{$type: '$d'}", "'date'")]
    [InlineData("{$type: '$none'}", "'missing'")]
    public async Task Project_WithAnExpression_ComputesIt(string expression, string expected)
    {
        await _collection.FillAsync(
            "{_id: 1, n: 5, z: null, o: {x: 1}, q: [3, 9], l: [{k: 1}, {k: 2}, 4], s: '\U0001F600aß', d: ISODate('2026-01-01T00:00:00Z')}");

        var result = await _collection.PipeAsync($"{{$project: {{_id: 0, v: {expression}}}}}");

        Assert.Equal(BsonDocument.Parse($"{{v: {expected}}}").Shape(), Assert.Single(result).Shape());
    }

    [Fact]
    public async Task Project_WithNow_GivesTheServersTime()
    {
        await _collection.FillAsync("{_id: 1}");

        var result = await _collection.PipeAsync("{$project: {v: '$$NOW'}}");

        Assert.Equal(TimeProvider.System.GetUtcNow().UtcDateTime, result[0]["v"].ToUniversalTime(), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("{$foo: 1}", 31325)]
    [InlineData("{$not: [{$foo: 1}]}", 168)]
    [InlineData("'$$foo'", 17276)]
    [InlineData("{$add: ['a', 1]}", 14)]
    [InlineData("{$subtract: [1]}", 16020)]
    [InlineData("{$subtract: ['a', 1]}", 14)]
    [InlineData("{$size: 'a'}", 17124)]
    [InlineData("{$in: [1, 2]}", 40081)]
    [InlineData("{$concat: [1]}", 16702)]
    [InlineData("{$setUnion: ['a']}", 17043)]
    [InlineData("{$concatArrays: ['a']}", 28664)]
    [InlineData("{$mergeObjects: ['a']}", 40400)]
    [InlineData("{$cond: {if: 1, then: 1}}", 17082)]
    [InlineData("{$cond: {if: 1, then: 1, else: 2, x: 1}}", 17083)]
    [InlineData("{$eq: [1, 2], $ne: [1, 2]}", 16410)]
    [InlineData("{$not: [{$eq: [1, 2], $ne: [1, 2]}]}", 15983)]
    [InlineData("{}", 51270)]
    public async Task Project_WithAnExpressionThatIsWrong_IsRefused(string expression, int code)
    {
        await _collection.FillAsync("{_id: 1}");

        var fault = await Assert.ThrowsAsync<MongoCommandException>(() => _collection.PipeAsync($"{{$project: {{v: {expression}}}}}"));

        Assert.Equal(code, fault.Code);
    }
}
