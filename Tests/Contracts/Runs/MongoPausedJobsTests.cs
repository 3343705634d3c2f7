using Pipeline.Contracts.Storage;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Mongo;

namespace Pipeline.Contracts.Runs;

public sealed class MongoPausedJobsTests : PausedJobsContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IPausedJobs> CreateAsync() => new MongoPausedJobs(await _scratch.OpenIndexedAsync());
}
