using Pipeline.Core.Processing.Probes;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryProbeStore : IProbeStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTimeOffset, Probe> _probes = [];

    public Task AddAsync(Probe probe, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _probes.TryAdd(probe.SentAt, probe);
        }

        return Task.CompletedTask;
    }

    public Task NoteAsync(DateTimeOffset sentAt, ProbeStage stage, DateTimeOffset at, CancellationToken cancellationToken) => ChangeAsync(
        probe => probe.SentAt == sentAt,
        probe => stage == ProbeStage.Queued
            ? probe with { QueuedAt = probe.QueuedAt ?? at }
            : probe with { StoredAt = probe.StoredAt ?? at });

    public Task NoteRolledUpAsync(DateTimeOffset completeThrough, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(probe => probe.SentAt <= completeThrough, probe => probe with { RolledUpAt = probe.RolledUpAt ?? at });

    public Task<IReadOnlyList<Probe>> GetLatestAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Probe>>([.. _probes.Values.Reverse().Take(limit)]);
        }
    }

    public Task RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var old in _probes.Keys.Where(sentAt => sentAt < before).ToList())
            {
                _probes.Remove(old);
            }
        }

        return Task.CompletedTask;
    }

    private Task ChangeAsync(Func<Probe, bool> isMeant, Func<Probe, Probe> change)
    {
        lock (_lock)
        {
            foreach (var probe in _probes.Values.Where(isMeant).ToList())
            {
                _probes[probe.SentAt] = change(probe);
            }
        }

        return Task.CompletedTask;
    }
}
