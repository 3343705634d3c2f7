using Pipeline.Contracts.Storage;
using Pipeline.Core.Alarms;
using Pipeline.Core.Alarms.Sqlite;

namespace Pipeline.Contracts.Alarms;

public sealed class SqliteAlarmStoreTests : AlarmStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IAlarmStore> CreateAsync() => Task.FromResult<IAlarmStore>(new SqliteAlarmStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
