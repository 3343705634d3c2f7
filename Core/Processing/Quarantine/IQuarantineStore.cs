namespace Pipeline.Core.Processing.Quarantine;

/// <summary>What could not be stored, kept with its reason until an operator has dealt with it.</summary>
public interface IQuarantineStore
{
    /// <summary>
    /// Adds entries; an entry whose id exists already stays as it is, so a repeat is harmless. Returns the new ones.
    /// </summary>
    Task<IReadOnlyList<QuarantineEntry>> AddAsync(IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken);

    /// <summary>Open entries, oldest first.</summary>
    Task<IReadOnlyList<QuarantineEntry>> GetOpenAsync(int limit, CancellationToken cancellationToken);

    Task<long> CountOpenAsync(CancellationToken cancellationToken);
}
