using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;

namespace Pipeline.Contracts.Raw;

public sealed class MongoSealedDaysTests : SealedDaysContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<(IRawStore Raw, ISealedDays Sealed)> CreateAsync()
    {
        var storage = await _scratch.OpenIndexedAsync();
        return (new MongoRawStore(storage), new MongoSealedDays(storage));
    }
}
