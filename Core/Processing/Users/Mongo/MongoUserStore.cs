using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Users.Mongo;

/// <summary>
/// A user is {_id, n: number, p: profile, q: number of changes that are not in the search index yet}. The profile carries the version that
/// decides which update is the newest.
/// </summary>
public sealed class MongoUserStore(MongoStorage storage) : IUserStore, IDisposable
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.Users, "by_number", new BsonDocument("n", 1), IsUnique: true),
        new(MongoNames.Users, "unindexed", new BsonDocument(UserNumbers.Unindexed, 1), IsSparse: true),
    ];

    private readonly IMongoCollection<BsonDocument> _users = storage.Collection(MongoNames.Users);
    private readonly UserNumbers _numbers = new(storage);

    private readonly UserNumberCache _known = new();

    public Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        _known.GetAsync(userIds, _numbers.FindOrAddAsync, cancellationToken);

    public async Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken)
    {
        await GetNumbersAsync([.. updates.Select(update => update.Profile.UserId)], cancellationToken);
        await _users.WriteAllAsync([.. updates.Select(ProfileDocument.Put)], cancellationToken);
    }

    public async Task<IReadOnlyList<UserProfile>> GetFirstAsync(int limit, CancellationToken cancellationToken)
    {
        var found = await _users.Find(new BsonDocument(), MongoReads.Options).Sort(new BsonDocument("_id", 1)).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ProfileDocument.Read);
    }

    public async Task<UserProfile?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var user = await _users.Find(new BsonDocument("_id", userId), MongoReads.Options).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
        return user is null ? null : ProfileDocument.Read(user);
    }

    public void Dispose() => _known.Dispose();
}
