using Pipeline.Core.Alarms;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Alarms;

/// <summary>The fake keeps the same promises.</summary>
public sealed class InMemoryAlarmStoreTests : AlarmStoreContract
{
    private readonly InMemoryAlarmStore _store = new();

    protected override Task<IAlarmStore> CreateAsync() => Task.FromResult<IAlarmStore>(_store);
}
