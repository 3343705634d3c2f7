using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>An archive in which there is nothing, so that a drain finds nothing to compare its events with.</summary>
internal sealed class EmptyArchive : ISealedDays, IArchiveCatalogue, IArchivedEvents
{
    public Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SealedDay>>([]);

    public Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ArchivedPart>>([]);

    // The drain asks for nothing else.
    Task ISealedDays.SealAsync(SealedDay day, CancellationToken cancellationToken) => throw new NotSupportedException();

    IAsyncEnumerable<RawEvent> ISealedDays.ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<RawEvent>> ISealedDays.FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<long> ISealedDays.CountAsync(SealedDay day, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task ISealedDays.DropAsync(SealedDay day, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ArchivedPart> IArchiveCatalogue.RecordAsync(ArchivedPart part, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ArchivedPart> IArchiveCatalogue.ReplaceAsync(
        ArchivedPart part, IReadOnlyCollection<int> replaced, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IArchiveCatalogue.RetireAsync(DateOnly day, int generation, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<RetiredPart>> IArchiveCatalogue.GetRetiredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IArchiveCatalogue.RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IArchiveCatalogue.NoteRestoredAsync(DateOnly day, int generation, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<IReadOnlyList<RestoredPart>> IArchiveCatalogue.GetRestoredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RestoredPart>>([]);

    Task IArchiveCatalogue.NoteAsync(DateOnly day, int generation, string? problem, DateTimeOffset at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task IArchiveCatalogue.NoteExpiredThroughAsync(DateOnly day, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<DateOnly?> IArchiveCatalogue.FindExpiredThroughAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    IAsyncEnumerable<RawEvent> IArchivedEvents.ReadAsync(
        ArchivedPart part, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<RawEvent>> IArchivedEvents.FindAsync(
        ArchivedPart part, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<UserEvents> IArchivedEvents.FindOfUserAsync(
        IReadOnlyCollection<ArchivedPart> parts,
        string userId,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken) => throw new NotSupportedException();
}
