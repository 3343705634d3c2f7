using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Processing.Users.Mongo;

namespace Pipeline.Core.Processing.Users.Search.Mongo;

/// <summary>
/// A separate collection, {_id: user id, t: texts}, with one index on all texts. Changes that are not in it yet are counted in the users
/// themselves: whoever writes a user increments the count, and it is removed only if it still is what was read.
/// </summary>
/// <remarks>A user "user-123456", every second with a name, has 20 texts and 330 bytes here on average; one with a UUID 50 and 1,200.</remarks>
public sealed class MongoUserIndex(MongoStorage storage) : IUserIndex
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
        [new(MongoNames.UserIndex, "by_text", new BsonDocument(Texts, 1), IsSparse: true)];

    private const string Texts = "t";
    private const string Version = "v";
    private const int UsersPerBatch = 1_000;
    private const int UsersPerPage = 100;

    // No code point sorts after it.
    private const string Last = "\U0010FFFF";

    // No user has an empty id.
    private static readonly BsonDocument VersionId = new("_id", "");

    private readonly IMongoCollection<BsonDocument> _index = storage.Collection(MongoNames.UserIndex);
    private readonly IMongoCollection<BsonDocument> _users = storage.Collection(MongoNames.Users);

    public async Task<int> UpdateAsync(CancellationToken cancellationToken)
    {
        await EnsureVersionAsync(cancellationToken);
        var waiting = await _users.Find(new BsonDocument(UserNumbers.Unindexed, new BsonDocument("$gt", 0))).Limit(UsersPerBatch)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        await _index.WriteAllAsync([.. waiting.Select(Replace)], cancellationToken);
        await _users.WriteAllAsync([.. waiting.Select(Done)], cancellationToken);
        return waiting.Count;
    }

    public async IAsyncEnumerable<UserProfile> FindAsync(
        UserMatch match, string folded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var beginning = UserTails.Beginning(match, folded);
        // Both bounds must hold for the same element of the array.
        var bounds = new BsonDocument("$elemMatch", new BsonDocument { { "$gte", beginning }, { "$lt", beginning + Last } });
        var options = MongoReads.Options;
        options.BatchSize = UsersPerPage;
        using var pages = await _index.Find(new BsonDocument(Texts, bounds), options)
            .Project<BsonDocument>(new BsonDocument("_id", 1)).ToCursorAsync(cancellationToken).TranslateErrorsAsync();
        while (await pages.MoveNextAsync(cancellationToken).TranslateErrorsAsync())
        {
            BsonValue[] ids = [.. pages.Current.Select(entry => entry["_id"])];
            var users = (await _users.FindByIdsAsync(ids, [], cancellationToken)).ToDictionary(user => user["_id"]);
            foreach (var id in ids.Where(users.ContainsKey))
            {
                yield return ProfileDocument.Read(users[id]);
            }
        }
    }

    /// <summary>
    /// Marks every user for indexing when the collection is new or its texts have another form. The version is written last, so if a
    /// process dies before that, this is done again.
    /// </summary>
    private async Task EnsureVersionAsync(CancellationToken cancellationToken)
    {
        var known = await _index.Find(VersionId).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
        if (known is not null && known[Version] == UserTails.Version)
        {
            return;
        }

        await _users.UpdateManyAsync(
            new BsonDocument(),
            new BsonDocument("$inc", new BsonDocument(UserNumbers.Unindexed, 1)),
            cancellationToken: cancellationToken).TranslateErrorsAsync();
        await _index.WriteAllAsync(
            [
                new ReplaceOneModel<BsonDocument>(VersionId, new BsonDocument { { "_id", "" }, { Version, UserTails.Version } })
                {
                    IsUpsert = true,
                },
            ],
            cancellationToken);
    }

    private static ReplaceOneModel<BsonDocument> Replace(BsonDocument user) => new(
        new BsonDocument("_id", user["_id"]),
        new BsonDocument { { "_id", user["_id"] }, { Texts, new BsonArray(UserTails.Of(SearchKeys.Of(ProfileDocument.Read(user)))) } })
    {
        IsUpsert = true,
    };

    private static UpdateOneModel<BsonDocument> Done(BsonDocument user) => new(
        new BsonDocument { { "_id", user["_id"] }, { UserNumbers.Unindexed, user[UserNumbers.Unindexed] } },
        new BsonDocument("$unset", new BsonDocument(UserNumbers.Unindexed, "")));
}
