using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Rollups;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>Every store that the drain writes to: keeps nothing and answers at once.</summary>
internal sealed class InstantStore : IRawStore, ISessionStore, IUserStore, IDirtySlices, IQuarantineStore, ILedgerStore, IProbeStore
{
    private static readonly IReadOnlyDictionary<string, int> NoNumbers = new Dictionary<string, int>();

    public Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        var outcomes = new InsertOutcome[events.Count];
        Array.Fill(outcomes, InsertOutcome.Stored);
        return Task.FromResult<IReadOnlyList<InsertOutcome>>(outcomes);
    }

    public Task<IReadOnlyList<SessionMove>> TouchAsync(
        IReadOnlyCollection<VisitTouch> touches, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SessionMove>>([]);

    public Task ConfirmAsync(IReadOnlyCollection<SessionMove> moves, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => Task.FromResult(NoNumbers);

    public Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task MarkAsync(IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task NoteAsync(DateTimeOffset sentAt, ProbeStage stage, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The benchmark's events are all valid.</summary>
    public Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{entries.Count} of the benchmark's events were refused: {entries.First().Detail}");

    public Task<IReadOnlyList<QuarantineEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineEntry>>([]);

    // The drain reads nothing else.
    IAsyncEnumerable<RawEvent> IRawStore.ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    IAsyncEnumerable<RawEvent> IRawStore.ReadAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<DateTimeOffset?> IRawStore.FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<DateOnly>> IRawStore.GetDaysAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<long> IRawStore.CountAsync(DateOnly day, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IRawStore.RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<DateTimeOffset>> ISessionStore.GetStartsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<Visit>> ISessionStore.FindVisitsAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<IReadOnlyList<EventKey>>> ISessionStore.FindKeysAsync(
        IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyDictionary<string, UserActivity>> ISessionStore.GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<UserProfile>> IUserStore.GetFirstAsync(int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<UserProfile?> IUserStore.FindAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IDirtySlices.MarkForRebuildAsync(IReadOnlyCollection<DateTimeOffset> slices, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<DirtySlice>> IDirtySlices.GetWaitingAsync(
        MarkPriority priority, DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IDirtySlices.SetAsideAsync(
        IReadOnlyCollection<DirtySlice> slices,
        string reason,
        DateTimeOffset now,
        DateTimeOffset retryAt,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IDirtySlices.ClearAsync(IReadOnlyCollection<DirtySlice> slices, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<DirtyStatus> IDirtySlices.GetStatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<QuarantineEntry?> IQuarantineStore.FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<QuarantineEntry>> IQuarantineStore.ListAsync(
        QuarantineFilter filter, QuarantinePosition? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<long> IQuarantineStore.CountAsync(QuarantineFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<QuarantineGroup>> IQuarantineStore.GroupAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<long> IQuarantineStore.ClaimAsync(
        QuarantineFilter filter, Guid retry, QuarantineChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<QuarantineEntry>> IQuarantineStore.GetClaimedAsync(Guid retry, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<long> IQuarantineStore.ReleaseAsync(Guid retry, QuarantineChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<Guid>> IQuarantineStore.GetClaimantsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<bool> IQuarantineStore.UpdateAsync(QuarantineEntry entry, QuarantineChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<long> IQuarantineStore.DiscardAsync(QuarantineFilter filter, QuarantineChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<RetryCounts>> IQuarantineStore.GetRetryAsync(Guid retry, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<MovedItems>> IQuarantineStore.GetMovedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<MovedHour>> IQuarantineStore.GetMovedByHourAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IProbeStore.AddAsync(Probe probe, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IProbeStore.NoteRolledUpAsync(DateTimeOffset completeThrough, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<Probe>> IProbeStore.GetLatestAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IProbeStore.RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<LedgerBook> ILedgerStore.ReadAsync(int maxEntries, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> ILedgerStore.PutAsync(LedgerAccount account, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task ILedgerStore.RemoveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<bool> ILedgerStore.PutClosedAsync(ClosedAccounts closed, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task ILedgerStore.RemoveAccountsAsync(IReadOnlyCollection<Guid> producers, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
