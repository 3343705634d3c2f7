using CsCheck;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Storage;

public sealed class QueryPlanTests(MongoFixture mongo)
{
    private static readonly string[][] IndexSets =
    [
        ["{a: 1}"], ["{a: -1, b: 1}"], ["{b: 1, a: 1}", "{a: 1}"], ["{'c.d': 1}"], ["{a: 1, 'c.d': -1}", "{b: -1}"], ["{a: 1, _id: 1}"], ["{b: -1, _id: 1}"],
    ];

    private static readonly Gen<string> Value = Gen.OneOf("0", "1", "2", "2.5", "'x'", "null", "[1, 2]", "[0, 2]", "[]", "[0, null]");

    private static readonly Gen<string> Document = Gen.Select(Value, Gen.OneOf("0", "1", "2", "'y'"), Gen.Int[0, 4], (a, b, kind) => kind switch
    {
        0 => $"{{a: {a}}}",
        1 => $"{{b: {b}}}",
        // No index allows two arrays in one document.
        2 => $"{{a: {b}, b: {b}, c: [{{d: {b}}}, {{d: 1}}]}}",
        _ => $"{{a: {a}, b: {b}, c: {{d: {b}}}}}",
    });

    private static readonly Gen<string> Part = Gen.Select(
        Gen.OneOf("a", "a", "b", "c.d"), Gen.OneOf("$eq", "$gt", "$gte", "$lt", "$lte", "$ne"), Value, Value, Gen.Int[0, 4],
        (field, op, x, y, kind) => kind switch
        {
            0 => $"'{field}': {x}",
            1 => $"'{field}': {{$in: [{x}, {y}]}}",
            2 or 3 => $"'{field}': {{$gte: {x}, $lt: {y}}}",
            _ => $"'{field}': {{{op}: {x}}}",
        });

    private static readonly Gen<string> Filter = Gen.Select(Part, Part, Gen.Int[0, 2], (x, y, kind) => kind switch
    {
        0 => $"{{{x}}}",
        1 => $"{{$and: [{{{x}}}, {{{y}}}]}}",
        _ => $"{{$or: [{{{x}}}, {{{y}}}]}}",
    });

    private static readonly Gen<string> Sort = Gen.OneOf(
        "{_id: 1}", "{_id: -1}", "{a: 1, _id: 1}", "{a: -1, _id: -1}", "{a: -1, b: 1, _id: 1}", "{b: 1, _id: -1}", "{'c.d': 1, _id: 1}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Find_WithIndexes_GivesWhatItGivesWithout(bool sparse) => Gen.Select(
        Document.Array[6, 12], Filter.Array[12], Sort, Gen.OneOf(IndexSets)).Sample(
        (documents, filters, sort, indexes) =>
        {
            var (plain, indexed) = (mongo.NewCollection(), mongo.NewCollection());
            indexed.Indexes.CreateMany(indexes.Select(keys => new CreateIndexModel<BsonDocument>(keys, new CreateIndexOptions { Sparse = sparse })));
            for (var i = 0; i < documents.Length; i++)
            {
                var document = BsonDocument.Parse(documents[i]).Add("_id", i);
                plain.InsertOne(document);
                indexed.InsertOne(document);
            }

            foreach (var filter in filters)
            {
                Assert.Equal(Ids(plain, filter, sort), Ids(indexed, filter, sort));
            }

            Assert.Equal(
                plain.UpdateMany(filters[0], "{$set: {a: 1, b: 0}}").ModifiedCount,
                indexed.UpdateMany(filters[0], "{$set: {a: 1, b: 0}}").ModifiedCount);
            Assert.Equal(plain.DeleteMany(filters[1]).DeletedCount, indexed.DeleteMany(filters[1]).DeletedCount);
            foreach (var filter in filters)
            {
                Assert.Equal(Ids(plain, filter, sort), Ids(indexed, filter, sort));
            }
        },
        threads: 1);

    [Theory]
    [InlineData("{a: 1}", "{a: {$gte: 5, $lte: 3}}", "1")]
    [InlineData("{a: 1}", "{a: {$in: [1, 9, 1.0]}}", "1 2")]
    [InlineData("{a: 1}", "{a: [1, 9]}", "1")]
    [InlineData("{a: 1}", "{a: null}", "3")]
    [InlineData("{b: 1, a: 1}", "{b: 7, a: {$gt: 5, $lt: 5}}", "1")]
    [InlineData("{b: -1}", "{b: {$gt: 7, $lte: 8}}", "2")]
    [InlineData("{b: -1}", "{b: {$gt: 8, $lt: 7}}", "")]
    public async Task Find_ThroughAnIndex_SeesEveryElementOfAnArray(string keys, string filter, string ids)
    {
        var collection = mongo.NewCollection();
        await collection.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(keys), cancellationToken: TestContext.Current.CancellationToken);
        await collection.FillAsync("{_id: 1, a: [1, 9], b: 7}", "{_id: 2, a: 1, b: 8}", "{_id: 3, b: 9}");

        Assert.Equal(ids, await collection.IdsAsync(filter));
    }

    private static string Ids(IMongoCollection<BsonDocument> collection, string filter, string sort) => string.Join(
        ' ', collection.Find(filter).Sort(sort).ToList().Select(document => document["_id"]));
}
