using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Storage;

/// <summary>Deletes what the indexes with <c>expireAfterSeconds</c> say is past its time, once a minute like the server.</summary>
internal sealed class ExpirySweep(Engine engine, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Sweep();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Sweep()
    {
        foreach (var (_, collection) in engine.Databases.SelectMany(database => database.Collections))
        {
            lock (collection.Gate)
            {
                foreach (var index in collection.Indexes)
                {
                    Sweep(collection, index);
                }
            }
        }
    }

    private void Sweep(Collection collection, CollectionIndex index)
    {
        if (index.Definition.ExpireAfterSeconds is not { } seconds)
        {
            return;
        }

        var limit = new BsonDateTime(time.GetUtcNow().AddSeconds(-seconds).UtcDateTime);
        var expired = new AllFilters(
        [
            new FieldFilter(index.Fields[0].Path, new Bound(limit, IsLower: false, Inclusive: true)),
            index.Definition.Covers,
        ]);
        foreach (var record in collection.Find(expired, SortSpec.None).ToList())
        {
            collection.Remove(record);
        }
    }
}
