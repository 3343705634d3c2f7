using Pipeline.Contracts.Storage;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Mongo;

namespace Pipeline.Contracts.Runs;

public sealed class MongoRunHistoryTests : RunHistoryContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IRunHistory> CreateAsync() => new MongoRunHistory(await _scratch.OpenIndexedAsync());
}
