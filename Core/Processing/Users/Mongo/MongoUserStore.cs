using Microsoft.Extensions.Caching.Memory;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Users.Mongo;

/// <summary>A user is {_id, n: number, p: profile}, and the profile carries the version that decides which update is the newest.</summary>
public sealed class MongoUserStore(MongoStorage storage) : IUserStore, IDisposable
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
        [new(MongoNames.Users, "by_number", new BsonDocument("n", 1), IsUnique: true)];

    private readonly IMongoCollection<BsonDocument> _users = storage.Collection(MongoNames.Users);
    private readonly UserNumbers _numbers = new(storage);

    // Numbers never change, so a number that was once read as durable can be kept.
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    public async Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, int>(userIds.Count, StringComparer.Ordinal);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in userIds)
        {
            if (_known.TryGetValue(id, out int number))
            {
                numbers[id] = number;
            }
            else
            {
                unknown.Add(id);
            }
        }

        if (unknown.Count == 0)
        {
            return numbers;
        }

        foreach (var (id, number) in await _numbers.FindOrAddAsync(unknown, cancellationToken))
        {
            numbers[id] = number;
            _known.Set(id, number, new MemoryCacheEntryOptions { Size = 1 });
        }

        return numbers;
    }

    public async Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken)
    {
        await GetNumbersAsync([.. updates.Select(update => update.Profile.UserId)], cancellationToken);
        await _users.WriteAllAsync([.. updates.Select(ProfileDocument.Put)], cancellationToken);
    }

    public async Task<IReadOnlyList<UserProfile>> SearchAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var filter = text.Length == 0 ? [] : new BsonDocument("$or", new BsonArray(
            new[] { "_id", ProfileDocument.FnamePath, ProfileDocument.LnamePath }
                .Select(path => new BsonDocument(path, LiteralPattern.Of(text)))));
        var found = await _users.Find(filter).Sort(new BsonDocument("_id", 1)).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(ProfileDocument.Read);
    }

    public async Task<UserProfile?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        var user = await _users.Find(new BsonDocument("_id", userId)).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
        return user is null ? null : ProfileDocument.Read(user);
    }

    public void Dispose() => _known.Dispose();
}
