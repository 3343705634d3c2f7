using Microsoft.Extensions.Options;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Hosting;

namespace Pipeline.Jobs.Hosting;

/// <summary>The jobs' MongoDB server answers and the account may use their database. Hangfire itself would wait, and then fail.</summary>
internal sealed class JobStorageCheck(IOptions<JobStorageOptions> options) : IStartupCheck
{
    private const int Unauthorized = 13;

    private readonly JobStorageOptions _options = options.Value;

    public string Name => "Job storage";

    public async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken)
    {
        var client = JobStorageClient.Connect(_options);
        var where = $"MongoDB at {string.Join(", ", client.Settings.Servers)} (database '{_options.Database}')";
        try
        {
            using var names = await client.GetDatabase(_options.Database).ListCollectionNamesAsync(cancellationToken: cancellationToken);
            await names.AnyAsync(cancellationToken);
            return [];
        }
        catch (MongoAuthenticationException)
        {
            return [$"{where} refuses the credentials in {JobStorageOptions.SectionName}:{nameof(JobStorageOptions.ConnectionString)}."];
        }
        catch (MongoCommandException forbidden) when (forbidden.Code == Unauthorized)
        {
            return [$"{where} may not be used by the account: it needs the role readWrite there."];
        }
        catch (Exception trouble) when (trouble is MongoException or TimeoutException)
        {
            return [$"{where} cannot be used now: {trouble.GetType().Name}. Is it running, reachable and a primary?"];
        }
    }
}
