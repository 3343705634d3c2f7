using Pipeline.Core.Alarms;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Protection;
using Pipeline.Core.Rollups;
using Pipeline.Core.Runs;

namespace Pipeline.Contracts.Storage;

/// <summary>Every port that a store stands behind.</summary>
internal static class StorePorts
{
    public static TheoryData<Type> All { get; } =
    [
        typeof(IRawStore),
        typeof(ISealedDays),
        typeof(ISessionStore),
        typeof(IUserStore),
        typeof(IUserIndex),
        typeof(IRollupStore),
        typeof(IRollupProgress),
        typeof(IDirtySlices),
        typeof(IQuarantineStore),
        typeof(IKeyRing),
        typeof(ILedgerStore),
        typeof(IRunHistory),
        typeof(IPausedJobs),
        typeof(IAlarmStore),
        typeof(IProbeStore),
    ];
}
