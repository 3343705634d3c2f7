using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Update;

public sealed class UpdateOperatorTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("{n: 1}", "{$set: {n: 2, 'a.b': 'x'}}", "{n: 2, a: {b: 'x'}}")]
    [InlineData("{l: [1, 2]}", "{$set: {'l.1': 9, 'l.3': 7}}", "{l: [1, 9, null, 7]}")]
    [InlineData("{n: 1, m: 2}", "{$unset: {n: '', x: ''}}", "{m: 2}")]
    [InlineData("{l: [1, 2]}", "{$unset: {'l.0': ''}}", "{l: [null, 2]}")]
    [InlineData("{n: 1}", "{$setOnInsert: {n: 9}, $set: {m: 1}}", "{n: 1, m: 1}")]
    [InlineData("{n: 1}", "{$inc: {n: 2, m: NumberLong(5)}}", "{n: 3, m: NumberLong(5)}")]
    [InlineData("{n: 2147483647}", "{$inc: {n: 1}}", "{n: NumberLong('2147483648')}")]
    [InlineData("{n: 1}", "{$inc: {n: 0.5}}", "{n: 1.5}")]
    [InlineData("{n: NumberDecimal('1.10')}", "{$inc: {n: NumberDecimal('2.25')}}", "{n: NumberDecimal('3.35')}")]
    [InlineData("{a: 5, b: 5}", "{$min: {a: 3, b: 7, c: 1}}", "{a: 3, b: 5, c: 1}")]
    [InlineData("{a: 5, b: 5}", "{$max: {a: 3, b: 7, c: 1}}", "{a: 5, b: 7, c: 1}")]
    [InlineData("{a: null}", "{$max: {a: 1}}", "{a: 1}")]
    [InlineData("{l: [1]}", "{$push: {l: 2, m: {x: 1}}}", "{l: [1, 2], m: [{x: 1}]}")]
    [InlineData("{l: [1]}", "{$push: {l: {$each: [2, 3]}}}", "{l: [1, 2, 3]}")]
    [InlineData("{l: [1, 2]}", "{$push: {l: {$each: [3], $slice: -2}}}", "{l: [2, 3]}")]
    [InlineData("{l: [1, 2]}", "{$push: {l: {$each: [3], $slice: 1}}}", "{l: [1]}")]
    [InlineData("{l: [1]}", "{$addToSet: {l: 1, m: 1}}", "{l: [1], m: [1]}")]
    [InlineData("{l: [1]}", "{$addToSet: {l: {$each: [2, 1, 2]}}}", "{l: [1, 2]}")]
    [InlineData("{l: [1, 2, 1]}", "{$pull: {l: 1, m: 1}}", "{l: [2]}")]
    [InlineData("{l: [1, 2, 3]}", "{$pull: {l: {$gte: 2}}}", "{l: [1]}")]
    [InlineData("{l: [{a: 1, b: 1}, {a: 2}]}", "{$pull: {l: {a: 1}}}", "{l: [{a: 2}]}")]
    [InlineData("{a: 1, b: 2}", "{$rename: {a: 'c.d', x: 'y'}}", "{b: 2, c: {d: 1}}")]
    public async Task UpdateOne_WithAnOperator_ChangesTheDocument(string before, string update, string after)
    {
        await _collection.FillAsync(before);

        var result = await _collection.ChangeAsync("{}", update);

        Assert.Equal((1, 1), (result.MatchedCount, result.ModifiedCount));
        var document = await _collection.OnlyAsync();
        document.Remove("_id");
        Assert.Equal(BsonDocument.Parse(after).Shape(), document.Shape());
    }

    [Theory]
    [InlineData("{$set: {n: 1}}")]
    [InlineData("{$inc: {n: 0}}")]
    [InlineData("{$unset: {x: ''}}")]
    [InlineData("{$pull: {l: 5}}")]
    [InlineData("{$addToSet: {l: 1}}")]
    [InlineData("{$max: {n: 0}}")]
    [InlineData("{$setOnInsert: {n: 4}}")]
    public async Task UpdateOne_ThatChangesNothing_CountsAsMatchedOnly(string update)
    {
        await _collection.FillAsync("{_id: 1, n: 1, l: [1]}");

        var result = await _collection.ChangeAsync("{}", update);

        Assert.Equal((1, 0), (result.MatchedCount, result.ModifiedCount));
    }

    [Fact]
    public async Task UpdateOne_WithCurrentDate_WritesTheServersTime()
    {
        await _collection.FillAsync("{_id: 1}");

        await _collection.ChangeAsync("{}", "{$currentDate: {d: true, e: {$type: 'date'}, t: {$type: 'timestamp'}}}");

        var document = await _collection.OnlyAsync();
        Assert.Equal(document["d"], document["e"]);
        Assert.Equal(TimeProvider.System.GetUtcNow().UtcDateTime, document["d"].ToUniversalTime(), TimeSpan.FromMinutes(5));
        Assert.Equal(BsonType.Timestamp, document["t"].BsonType);
    }

    [Theory]
    [InlineData("{$foo: {n: 1}}", 9)]
    [InlineData("{$set: 1}", 9)]
    [InlineData("{$set: {n: 1}, $inc: {n: 1}}", 40)]
    [InlineData("{$set: {'s.a': 1, s: 1}}", 40)]
    [InlineData("{$inc: {s: 1}}", 14)]
    [InlineData("{$inc: {n: 'x'}}", 14)]
    [InlineData("{$inc: {nothing: 1}}", 14)]
    [InlineData("{$push: {s: 1}}", 2)]
    [InlineData("{$push: {l: {$each: 1}}}", 2)]
    [InlineData("{$addToSet: {s: 1}}", 2)]
    [InlineData("{$pull: {s: 1}}", 2)]
    [InlineData("{$set: {'s.x': 1}}", 28)]
    [InlineData("{$set: {'l.x': 1}}", 28)]
    [InlineData("{$set: {_id: 2}}", 66)]
    [InlineData("{$currentDate: {n: 'x'}}", 2)]
    [InlineData("{$set: {'a..b': 1}}", 56)]
    [InlineData("{$rename: {'l.0': 'x'}}", 2)]
    [InlineData("{$rename: {n: 'l.0'}}", 2)]
    [InlineData("{$rename: {n: 5}}", 2)]
    [InlineData("{$rename: {n: 'n.a'}}", 2)]
    public async Task UpdateOne_WithWhatIsWrong_IsRefusedAndChangesNothing(string update, int code)
    {
        const string Stored = "{ \"_id\" : 1, \"n\" : 1, \"s\" : \"text\", \"l\" : [1], \"nothing\" : null }";
        await _collection.FillAsync(Stored);

        var fault = await Assert.ThrowsAsync<MongoWriteException>(() => _collection.ChangeAsync("{}", update));

        Assert.Equal(code, fault.WriteError.Code);
        Assert.Equal(Stored, (await _collection.OnlyAsync()).Shape());
    }

    [Theory]
    [InlineData("{$mul: {n: 2}}", 9)]
    [InlineData("{$push: {l: {$each: [1], $sort: 1}}}", 2)]
    [InlineData("{$set: {'l.$[]': 1}}", 2)]
    public async Task UpdateOne_WithWhatOnlyARealServerKnows_IsRefused(string update, int code)
    {
        Assert.SkipUnless(mongo.IsDouble, "a real server knows it");
        await _collection.FillAsync("{_id: 1, n: 1, l: [2]}");

        var fault = await Assert.ThrowsAsync<MongoWriteException>(() => _collection.ChangeAsync("{}", update));

        Assert.Equal(code, fault.WriteError.Code);
    }
}
