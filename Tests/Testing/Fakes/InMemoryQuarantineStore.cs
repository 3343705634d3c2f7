using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryQuarantineStore : IQuarantineStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, QuarantineEntry> _entries = new(StringComparer.Ordinal);

    public IReadOnlyList<QuarantineEntry> Entries => Read(entries => entries.OrderBy(entry => entry.Id, StringComparer.Ordinal));

    public Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<QuarantineEntry>>([.. entries.Where(entry => _entries.TryAdd(entry.Id, entry))]);
        }
    }

    public Task<QuarantineEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(Read(entries => entries.Where(entry => entry.Id == id)).SingleOrDefault());

    public Task<IReadOnlyList<QuarantineEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult(Read(entries => entries.Where(entry => ids.Contains(entry.Id))));

    public Task<IReadOnlyList<QuarantineEntry>> ListAsync(
        QuarantineFilter filter, QuarantinePosition? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Read(entries => entries
            .Where(entry => Passes(filter, entry) && (after is null || IsBehind(after, entry)))
            .OrderByDescending(entry => entry.FirstSeenAt).ThenByDescending(entry => entry.Id, StringComparer.Ordinal)
            .Take(limit)));

    public Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        Task.FromResult((long)Read(entries => entries.Where(entry => Passes(filter, entry))).Count);

    public Task<IReadOnlyList<QuarantineGroup>> GroupAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineGroup>>(
        [
            .. Read(entries => entries.Where(entry => Passes(filter, entry)))
                .GroupBy(entry => (entry.Reason, entry.State))
                .Select(group => new QuarantineGroup(
                    group.Key.Reason, group.Key.State, group.Count(), group.Min(entry => entry.FirstSeenAt), group.Max(entry => entry.LastSeenAt)))
                .OrderByDescending(group => group.Count).ThenBy(group => group.Reason, StringComparer.Ordinal).ThenBy(group => group.State),
        ]);

    public Task<long> ClaimAsync(QuarantineFilter filter, Guid retry, QuarantineChange change, CancellationToken cancellationToken) => ChangeAsync(
        entry => entry.State == QuarantineState.Open && entry.Retry != retry && Passes(filter with { State = null }, entry),
        entry => entry with { State = QuarantineState.Retrying, Retry = retry, ClaimedAt = change.At },
        change);

    public Task<IReadOnlyList<QuarantineEntry>> GetClaimedAsync(Guid retry, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Read(entries => entries
            .Where(entry => IsClaimed(retry, entry))
            .OrderBy(entry => entry.FirstSeenAt).ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .Take(limit)));

    public Task<long> ReleaseAsync(Guid retry, QuarantineChange change, CancellationToken cancellationToken) => ChangeAsync(
        entry => IsClaimed(retry, entry), entry => entry with { State = QuarantineState.Open, Retry = null, ClaimedAt = null }, change);

    public Task<IReadOnlyList<Guid>> GetClaimantsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Guid>>(
        [
            .. Read(entries => entries.Where(entry => entry.State == QuarantineState.Retrying && entry.ClaimedAt < before))
                .Select(entry => entry.Retry!.Value).Distinct(),
        ]);

    public async Task<bool> UpdateAsync(QuarantineEntry entry, QuarantineChange change, CancellationToken cancellationToken) =>
        await ChangeAsync(
            known => known.Id == entry.Id && known.Version == entry.Version,
            known => entry with { Payload = known.Payload, Items = known.Items, History = known.History },
            change) == 1;

    public Task<long> DiscardAsync(QuarantineFilter filter, QuarantineChange change, CancellationToken cancellationToken) => ChangeAsync(
        entry => entry.State == QuarantineState.Open && Passes(filter with { State = null }, entry),
        entry => entry with { State = QuarantineState.Discarded },
        change);

    public Task<IReadOnlyList<RetryCounts>> GetRetryAsync(Guid retry, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RetryCounts>>(
        [
            .. Read(entries => entries.Where(entry => entry.Retry == retry))
                .GroupBy(entry => entry.Reason)
                .OrderByDescending(reason => reason.Count()).ThenBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => new RetryCounts(
                    reason.Key,
                    reason.LongCount(entry => entry is { State: QuarantineState.Resolved, Resolution.Stored: > 0 }),
                    reason.LongCount(entry => entry is { State: QuarantineState.Resolved, Resolution.Stored: 0 }),
                    reason.LongCount(entry => entry.State is QuarantineState.Open or QuarantineState.Discarded),
                    reason.LongCount(entry => entry.State == QuarantineState.Retrying))),
        ]);

    public Task<IReadOnlyList<MovedItems>> GetMovedAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Sum(ReadMoved()));

    public Task<IReadOnlyList<MovedHour>> GetMovedByHourAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MovedHour>>(
        [
            .. ReadMoved().Where(entry => entry.ReceivedHour >= from && entry.ReceivedHour < to)
                .GroupBy(entry => (entry.Items!.Producer, entry.ReceivedHour))
                .SelectMany(hour => Sum(hour).Select(items => new MovedHour(hour.Key.Producer, hour.Key.ReceivedHour, items))),
        ]);

    private IReadOnlyList<QuarantineEntry> ReadMoved() => Read(entries => entries.Where(entry =>
        entry.Resolution != default && entry.Items is { Account: not QuarantineAccount.Stored }));

    private static IReadOnlyList<MovedItems> Sum(IEnumerable<QuarantineEntry> moved) =>
    [
        .. moved.GroupBy(entry => entry.Items!.Account)
            .OrderBy(account => account.Key)
            .Select(account => new MovedItems(
                account.Key, account.Sum(entry => (long)entry.Resolution.Stored), account.Sum(entry => (long)entry.Resolution.Duplicate))),
    ];

    private static bool IsClaimed(Guid retry, QuarantineEntry entry) => entry.State == QuarantineState.Retrying && entry.Retry == retry;

    private static bool IsBehind(QuarantinePosition after, QuarantineEntry entry) =>
        entry.FirstSeenAt < after.FirstSeenAt
        || (entry.FirstSeenAt == after.FirstSeenAt && string.CompareOrdinal(entry.Id, after.Id) < 0);

    private static bool Passes(QuarantineFilter filter, QuarantineEntry entry) =>
        (filter.Ids is null || filter.Ids.Contains(entry.Id))
        && (filter.State is null || entry.State == filter.State)
        && (filter.Reason is null || entry.Reason == filter.Reason)
        && (filter.Source is null || entry.Source == filter.Source)
        && (filter.Kind is null || entry.Kind == filter.Kind)
        && (filter.From is null || entry.FirstSeenAt >= filter.From)
        && (filter.To is null || entry.FirstSeenAt < filter.To)
        && (filter.Text is null || new[] { entry.Id, entry.Detail, entry.Payload }.Any(text =>
            ToLower(text).Contains(ToLower(filter.Text), StringComparison.Ordinal)));

    // ASCII alone, as the stores do.
    private static string ToLower(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c));

    private Task<long> ChangeAsync(Func<QuarantineEntry, bool> isMeant, Func<QuarantineEntry, QuarantineEntry> apply, QuarantineChange change)
    {
        lock (_lock)
        {
            var meant = _entries.Values.Where(isMeant).ToList();
            foreach (var entry in meant)
            {
                _entries[entry.Id] = apply(entry) with { History = [.. entry.History, change], Version = entry.Version + 1 };
            }

            return Task.FromResult((long)meant.Count);
        }
    }

    private IReadOnlyList<QuarantineEntry> Read(Func<IEnumerable<QuarantineEntry>, IEnumerable<QuarantineEntry>> query)
    {
        lock (_lock)
        {
            return [.. query(_entries.Values)];
        }
    }
}
