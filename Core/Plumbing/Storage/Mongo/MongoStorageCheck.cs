using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Hosting;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>The server answers, the account may do what the adapters do, and the indexes exist: missing ones are made.</summary>
public sealed class MongoStorageCheck(MongoStorage storage, IReadOnlyList<MongoIndex> indexes) : IStartupCheck
{
    private static readonly BsonDocument NoDocument = new("_id", "startup check");

    public string Name => "MongoDB";

    private string Database => storage.Database.DatabaseNamespace.DatabaseName;

    public async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await MongoVersion.FindProblemAsync(storage, cancellationToken) is { } problem)
            {
                return [problem];
            }

            var problems = await MongoIndexes.EnsureAsync(storage, indexes, cancellationToken);
            var counters = storage.Collection(MongoNames.Counters);
            await counters.Find(NoDocument).AnyAsync(cancellationToken);
            await counters.UpdateOneAsync(NoDocument, new BsonDocument("$inc", new BsonDocument("n", 1)), cancellationToken: cancellationToken);
            await counters.DeleteOneAsync(NoDocument, cancellationToken);
            await (await storage.Database.ListCollectionNamesAsync(cancellationToken: cancellationToken)).ToListAsync(cancellationToken);
            return problems;
        }
        catch (MongoAuthenticationException)
        {
            return [$"MongoDB at {storage.Hosts} refuses the credentials in {MongoOptions.SectionName}:{nameof(MongoOptions.ConnectionString)}."];
        }
        catch (MongoCommandException forbidden) when (forbidden.Code == MongoErrors.Unauthorized)
        {
            return [$"The account may not use database '{Database}' of MongoDB at {storage.Hosts}: it needs the role readWrite there."];
        }
        catch (MongoWriteException forbidden) when (forbidden.WriteError?.Code == MongoErrors.Unauthorized)
        {
            return [$"The account may not write to database '{Database}' of MongoDB at {storage.Hosts}: it needs the role readWrite there."];
        }
        catch (MongoIncompatibleDriverException)
        {
            return [$"MongoDB at {storage.Hosts} is too old: version 4.4 or newer is needed."];
        }
        catch (Exception error) when (MongoErrors.Translate(error) is TransientStorageException)
        {
            return [$"MongoDB at {storage.Hosts} (database '{Database}') cannot be used now: {error.GetType().Name}. Is it running, reachable and a primary?"];
        }
    }
}
