using MongoDB.Driver;

namespace Pipeline.Jobs.Hosting;

/// <summary>The client of Hangfire's database. Its confirmed writes are on a majority of the replica set.</summary>
internal static class JobStorageClient
{
    private static readonly TimeSpan ServerSelectionTimeout = TimeSpan.FromSeconds(5);

    public static MongoClient Connect(JobStorageOptions options)
    {
        var url = new MongoUrl(options.ConnectionString);
        var settings = MongoClientSettings.FromUrl(url);
        settings.WriteConcern = WriteConcern.WMajority;
        // Whatever the connection string says: a secondary that lags behind would show a state that the job has already left.
        settings.ReadPreference = ReadPreference.Primary;
        if (url.ServerSelectionTimeout == MongoDefaults.ServerSelectionTimeout)
        {
            settings.ServerSelectionTimeout = ServerSelectionTimeout;
        }

        return new MongoClient(settings);
    }
}
