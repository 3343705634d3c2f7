using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Processing.Probes;

/// <summary>How far probes have got. Probes that are not kept any more are ignored.</summary>
/// <exception cref="TransientStorageException">Every method: the store is not usable now.</exception>
public interface IProbeStore
{
    /// <summary>Adds a probe that is about to be sent, unless it is there already.</summary>
    Task AddAsync(Probe probe, CancellationToken cancellationToken);

    /// <summary>Notes that a probe has got somewhere; the first time stays.</summary>
    Task NoteAsync(DateTimeOffset sentAt, ProbeStage stage, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes that everything received up to <paramref name="completeThrough"/> is in the rollups; the first time stays.</summary>
    Task NoteRolledUpAsync(DateTimeOffset completeThrough, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Latest first.</summary>
    Task<IReadOnlyList<Probe>> GetLatestAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Removes probes that were sent before <paramref name="before"/>.</summary>
    Task RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
