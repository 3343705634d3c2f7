namespace Pipeline.Core.Audit;

/// <summary>
/// What people and machines did to the pipeline. Entries are never changed and never removed: an operator's action takes a few hundred
/// bytes, and failed sign-ins are rare because an address that fails has to wait.
/// </summary>
public interface IAuditLog
{
    /// <summary>Adds an entry. The same entry again, after an answer was lost, changes nothing.</summary>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The entries that <paramref name="query"/> asks for, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ReadAsync(AuditQuery query, CancellationToken cancellationToken);
}
