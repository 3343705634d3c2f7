using System.Collections.Concurrent;
using Pipeline.Core.Audit;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryAuditLog : IAuditLog
{
    private readonly ConcurrentDictionary<string, AuditEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>All entries, oldest first.</summary>
    public IReadOnlyList<AuditEntry> Entries => [.. _entries.Values.OrderBy(entry => entry.Id, StringComparer.Ordinal)];

    /// <summary>Thrown by every append while set.</summary>
    public Exception? Failure { get; set; }

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        _entries.TryAdd(entry.Id, entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>(
        [
            .. Entries.Reverse()
                .Where(entry => (query.Who is null || entry.Who == query.Who) && (query.What is null || entry.What == query.What))
                .Where(entry => !(entry.At < query.From) && !(entry.At >= query.To))
                .Where(entry => query.After is null || string.CompareOrdinal(entry.Id, query.After) < 0)
                .Take(query.Limit),
        ]);
}
