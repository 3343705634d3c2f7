using Pipeline.Core.Ledger;
using Pipeline.Core.Quarantine;
using Pipeline.Core.Raw;
using Pipeline.Core.Rollups;
using Pipeline.Core.Runs;
using Pipeline.Core.Sessions;
using Pipeline.Core.Users;

namespace Pipeline.Contracts.Storage;

/// <summary>Every port that a store stands behind.</summary>
internal static class StorePorts
{
    public static TheoryData<Type> All { get; } =
    [
        typeof(IRawStore),
        typeof(ISessionStore),
        typeof(IUserStore),
        typeof(IRollupStore),
        typeof(IDirtySlices),
        typeof(IQuarantineStore),
        typeof(ILedger),
        typeof(IRunLedger),
    ];
}
