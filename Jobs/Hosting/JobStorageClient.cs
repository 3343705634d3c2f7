using MongoDB.Driver;

namespace Pipeline.Jobs.Hosting;

/// <summary>The client of Hangfire's database. What it has written is on a majority of the replica set.</summary>
internal static class JobStorageClient
{
    private static readonly TimeSpan ServerSelectionTimeout = TimeSpan.FromSeconds(5);

    public static MongoClient Connect(JobStorageOptions options)
    {
        var url = new MongoUrl(options.ConnectionString);
        var settings = MongoClientSettings.FromUrl(url);
        settings.WriteConcern = WriteConcern.WMajority;
        // Whatever the string says: read from a secondary that lags behind, a job's state is one that it has left already.
        settings.ReadPreference = ReadPreference.Primary;
        if (url.ServerSelectionTimeout == MongoDefaults.ServerSelectionTimeout)
        {
            settings.ServerSelectionTimeout = ServerSelectionTimeout;
        }

        return new MongoClient(settings);
    }
}
