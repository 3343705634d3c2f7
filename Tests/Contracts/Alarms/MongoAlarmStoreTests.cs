using Pipeline.Contracts.Storage;
using Pipeline.Core.Alarms;
using Pipeline.Core.Alarms.Mongo;

namespace Pipeline.Contracts.Alarms;

public sealed class MongoAlarmStoreTests : AlarmStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IAlarmStore> CreateAsync() => new MongoAlarmStore(await _scratch.OpenIndexedAsync());
}
