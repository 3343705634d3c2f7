using Pipeline.Contracts.Storage;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Sqlite;

namespace Pipeline.Contracts.Runs;

public sealed class SqlitePausedJobsTests : PausedJobsContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IPausedJobs> CreateAsync() => Task.FromResult<IPausedJobs>(new SqlitePausedJobs(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
