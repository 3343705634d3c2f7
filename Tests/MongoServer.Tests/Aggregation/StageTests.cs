using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Aggregation;

public sealed class StageTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("[{$match: {k: 'a'}}, {$sort: {n: -1}}]", "[{_id: 3, k: 'a', n: 7}, {_id: 1, k: 'a', n: 1, t: ['x', 'y']}]")]
    [InlineData("[{$sort: {_id: -1}}, {$skip: 1}, {$limit: 1}, {$project: {n: 1}}]", "[{_id: 3, n: 7}]")]
    [InlineData("[{$match: {n: {$gt: 1}}}, {$count: 'c'}]", "[{c: 3}]")]
    [InlineData("[{$match: {n: 99}}, {$count: 'c'}]", "[]")]
    [InlineData("[{$match: {_id: 1}}, {$addFields: {n: {$add: ['$n', 1]}, m: 0}}]", "[{_id: 1, k: 'a', n: 2, t: ['x', 'y'], m: 0}]")]
    [InlineData("[{$match: {_id: 1}}, {$unset: 't'}]", "[{_id: 1, k: 'a', n: 1}]")]
    [InlineData("[{$match: {_id: 1}}, {$replaceWith: {a: '$t'}}]", "[{a: ['x', 'y']}]")]
    [InlineData("[{$unwind: '$t'}, {$project: {t: 1}}]", "[{_id: 1, t: 'x'}, {_id: 1, t: 'y'}]")]
    [InlineData("[{$unwind: {path: '$t', preserveNullAndEmptyArrays: true}}, {$count: 'c'}]", "[{c: 5}]")]
    [InlineData("[{$match: {_id: 2}}, {$project: {_id: 0, k: 1, 'o.p': '$n'}}]", "[{k: 'b', o: {p: 4}}]")]
    [InlineData("[{$match: {_id: 2}}, {$project: {n: 0}}]", "[{_id: 2, k: 'b', t: []}]")]
    public async Task Aggregate_WithStages_RunsThemInTurn(string pipeline, string expected)
    {
        await FillAsync();

        Assert.Equal(Parse(expected).Shape(), new BsonArray(await PipeAsync(pipeline)).Shape());
    }

    [Theory]
    [InlineData("{_id: '$k', v: {$sum: '$n'}}", "[{_id: 'a', v: 8}, {_id: 'b', v: 6.5}]")]
    [InlineData("{_id: '$k', v: {$sum: 1}}", "[{_id: 'a', v: 2}, {_id: 'b', v: 2}]")]
    [InlineData("{_id: '$k', v: {$count: {}}}", "[{_id: 'a', v: 2}, {_id: 'b', v: 2}]")]
    [InlineData("{_id: null, v: {$min: '$n'}, w: {$max: '$n'}}", "[{_id: null, v: 1, w: 7}]")]
    [InlineData("{_id: '$k', v: {$first: '$n'}, w: {$last: '$none'}}", "[{_id: 'a', v: 1, w: null}, {_id: 'b', v: 4, w: null}]")]
    [InlineData("{_id: '$k', v: {$push: '$t'}}", "[{_id: 'a', v: [['x', 'y']]}, {_id: 'b', v: [[]]}]")]
    [InlineData("{_id: null, v: {$addToSet: {$literal: 1}}}", "[{_id: null, v: [1]}]")]
    [InlineData("{_id: '$none', v: {$sum: '$k'}}", "[{_id: null, v: 0}]")]
    [InlineData("{_id: {k: '$k', big: {$gt: ['$n', 3]}}}", "[{_id: {k: 'a', big: false}}, {_id: {k: 'a', big: true}}, {_id: {k: 'b', big: false}}, {_id: {k: 'b', big: true}}]")]
    public async Task Group_WithAnAccumulator_FoldsEachGroup(string group, string expected)
    {
        await FillAsync();

        var result = await PipeAsync($"[{{$sort: {{_id: 1}}}}, {{$group: {group}}}, {{$sort: {{_id: 1}}}}]");

        Assert.Equal(Parse(expected).Shape(), new BsonArray(result).Shape());
    }

    [Fact]
    public async Task CountDocuments_WithAFilter_CountsWhatMatches()
    {
        await FillAsync();

        Assert.Equal(2, await _collection.CountDocumentsAsync("{k: 'a'}", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("[{$foo: {}}]", 40324)]
    [InlineData("[{$match: {}, $sort: {n: 1}}]", 40323)]
    [InlineData("[{$group: {v: {$sum: 1}}}]", 15955)]
    [InlineData("[{$group: {_id: 1, v: {$foo: 1}}}]", 15952)]
    [InlineData("[{$unwind: 't'}]", 28818)]
    [InlineData("[{$limit: 0}]", 15958)]
    [InlineData("[{$limit: -1}]", 5107201)]
    [InlineData("[{$skip: -1}]", 5107200)]
    [InlineData("[{$match: {n: {$foo: 1}}}]", 2)]
    [InlineData("[{$match: 1}]", 15959)]
    [InlineData("[{$project: 1}]", 15969)]
    [InlineData("[{$addFields: 1}]", 40272)]
    [InlineData("[{$addFields: {n: {}}}]", 40180)]
    [InlineData("[{$group: 1}]", 15947)]
    [InlineData("[{$sort: 1}]", 15973)]
    [InlineData("[{$sort: {}}]", 15976)]
    [InlineData("[{$unset: 1}]", 31002)]
    [InlineData("[{$unset: []}]", 31119)]
    [InlineData("[{$count: 1}]", 40156)]
    [InlineData("[{$count: ''}]", 40157)]
    [InlineData("[{$count: '$n'}]", 40158)]
    [InlineData("[{$count: 'n.m'}]", 40160)]
    public async Task Aggregate_WithWhatItDoesNotKnow_IsRefused(string pipeline, int code)
    {
        await FillAsync();

        Assert.Equal(code, (await Assert.ThrowsAsync<MongoCommandException>(() => PipeAsync(pipeline))).Code);
    }

    [Theory]
    [InlineData("[{$lookup: {}}]")]
    [InlineData("[{$set: {a: 1}}]")]
    [InlineData("[{$changeStream: {}}]")]
    public async Task Aggregate_WithWhatOnlyARealServerKnows_IsRefused(string pipeline)
    {
        Assert.SkipUnless(mongo.IsDouble, "a real server knows it");

        Assert.Equal(40324, (await Assert.ThrowsAsync<MongoCommandException>(() => PipeAsync(pipeline))).Code);
    }

    private Task FillAsync() => _collection.FillAsync(
        "{_id: 1, k: 'a', n: 1, t: ['x', 'y']}", "{_id: 2, k: 'b', n: 4, t: []}", "{_id: 3, k: 'a', n: 7}", "{_id: 4, k: 'b', n: 2.5}");

    private Task<List<BsonDocument>> PipeAsync(string pipeline) =>
        _collection.PipeAsync([.. Parse(pipeline).Select(stage => stage.ToJson())]);

    private static BsonArray Parse(string array) => BsonDocument.Parse($"{{a: {array}}}")["a"].AsBsonArray;
}
