using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>
/// The pipeline's database. A confirmed write is on a majority of the replica set; reads go to the primary and see at
/// least that. No transactions are used: every document is written whole and every write may be repeated.
/// </summary>
/// <remarks>Connects when first used. The client is not disposed: clients of one process share their connections.</remarks>
public sealed class MongoStorage
{
    private static readonly TimeSpan ServerSelectionTimeout = TimeSpan.FromSeconds(5);

    // Both would otherwise be unlimited, and a caller must be able to back off.
    private static readonly TimeSpan MajorityTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SocketTimeout = TimeSpan.FromSeconds(60);

    public MongoStorage(IOptions<MongoOptions> options)
    {
        var url = new MongoUrl(options.Value.ConnectionString);
        var settings = MongoClientSettings.FromUrl(url);
        if (url.SocketTimeout == MongoDefaults.SocketTimeout)
        {
            settings.SocketTimeout = SocketTimeout;
        }

        if (url.ServerSelectionTimeout == MongoDefaults.ServerSelectionTimeout)
        {
            settings.ServerSelectionTimeout = ServerSelectionTimeout;
        }

        Hosts = string.Join(", ", url.Servers);
        Database = new MongoClient(settings).GetDatabase(
            options.Value.Database,
            new MongoDatabaseSettings
            {
                WriteConcern = WriteConcern.WMajority.With(wTimeout: MajorityTimeout),
                ReadPreference = ReadPreference.Primary,
                // Not majority: right after a failover a majority read may lag behind what an earlier call has confirmed.
                ReadConcern = ReadConcern.Local,
            });
    }

    public IMongoDatabase Database { get; }

    /// <summary>Where the server is looked for, without credentials.</summary>
    internal string Hosts { get; }

    internal IMongoCollection<BsonDocument> Collection(string name) => Database.GetCollection<BsonDocument>(name);
}
