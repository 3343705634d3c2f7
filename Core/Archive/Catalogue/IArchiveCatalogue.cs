namespace Pipeline.Core.Archive.Catalogue;

/// <summary>What is archived. A raw day is dropped only after its part is in here.</summary>
public interface IArchiveCatalogue
{
    /// <summary>
    /// Records a part, in place of a restored one of that day and generation if there is such; durable when the call completes. Of two parts
    /// with the same day and generation the first stays; the answer is the one that is in the catalogue, so that a second runner sees that it
    /// lost.
    /// </summary>
    Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken);

    /// <summary>
    /// Records a part that has the events of others of its day, and retires those, all at once; durable when the call completes. If there is
    /// a part of that generation, nothing is done and that one is the answer.
    /// </summary>
    /// <param name="part">The new part; its generation is later than those it replaces.</param>
    /// <param name="replaced">Their generations; at least one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ArchivedPart> ReplaceAsync(ArchivedPart part, IReadOnlyCollection<int> replaced, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the part's events count no more, wherever they went: from now on it is not among the parts, and its file is to be deleted.
    /// Does nothing when there is no such part.
    /// </summary>
    Task RetireAsync(DateOnly day, int generation, CancellationToken cancellationToken);

    /// <summary>
    /// Parts of the days from <paramref name="from"/> to <paramref name="to"/>, both included, that were retired or replaced, by day and
    /// generation. They are forgotten in that order, and each only after its file is gone.
    /// </summary>
    Task<IReadOnlyList<RetiredPart>> GetRetiredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// The parts, without restored and retired ones, of the days from <paramref name="from"/> to <paramref name="to"/>, both included, by day and generation.
    /// </summary>
    Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Forgets a part, or that it was restored or retired. Does nothing when there is none.</summary>
    Task RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the part's events are all in the raw store again: from now on it is not among the parts, and its file counts no more. Does
    /// nothing when there is no such part.
    /// </summary>
    Task NoteRestoredAsync(DateOnly day, int generation, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Parts of the days from <paramref name="from"/> to <paramref name="to"/>, both included, that were restored, as they were.</summary>
    Task<IReadOnlyList<RestoredPart>> GetRestoredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Notes what a look at the part's file has found. Does nothing when there is no such part.</summary>
    /// <param name="day">The UTC day.</param>
    /// <param name="generation">The part.</param>
    /// <param name="problem">What is wrong; null when the file was proved.</param>
    /// <param name="at">When it was looked at.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task NoteAsync(DateOnly day, int generation, string? problem, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the events of this and all earlier UTC days are deleted, or about to be; durable when the call completes. Never goes back: of
    /// two days the later one stays.
    /// </summary>
    Task NoteExpiredThroughAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>The last UTC day whose events were deleted by age; null when none were.</summary>
    Task<DateOnly?> FindExpiredThroughAsync(CancellationToken cancellationToken);
}
