using Microsoft.Extensions.Options;
using ParquetSharp;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parquet.Sorting;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>
/// Parts as Parquet files (docs/archive.md). Events are sorted by user, texts in the order of their UTF-8 bytes, so that one user's events
/// lie together.
/// </summary>
public sealed class ParquetPartFormat(ArchiveScratch scratch, IOptions<ArchiveLocalOptions> options) : IPartFormat
{
    // Row groups and open runs take the rest.
    private readonly long _sortBytes = (long)options.Value.MemoryMegabytes * (1 << 20) * 3 / 4;

    public int SchemaVersion => PartSchema.Version;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The events are of different days.</exception>
    /// <exception cref="Plumbing.Storage.PermanentStorageException">A text of an event is not Unicode; ingest takes no such event.</exception>
    public async Task<PartContent> WriteAsync(string path, IAsyncEnumerable<RawEvent> events, CancellationToken cancellationToken)
    {
        using var directory = scratch.Create();
        await using var sorter = new EventSorter(_sortBytes, directory, cancellationToken);
        await foreach (var raw in events.WithCancellation(cancellationToken))
        {
            // Trouble of the source is not trouble of this disk.
            await LocalDisk.MapAsync(sorter.AddAsync(raw));
        }

        var content = sorter.Content;
        if (content.First.UtcDateTime.Date != content.Last.UtcDateTime.Date)
        {
            throw new ArgumentException($"Events of {content.First:O} and {content.Last:O} are not of one day.", nameof(events));
        }

        try
        {
            using var sorted = await sorter.SortAsync();
            await PartFileWriter.WriteAsync(path, sorted, content.Rows, cancellationToken);
        }
        catch (Exception trouble) when (LocalDisk.IsTrouble(trouble) || trouble is ParquetException)
        {
            // The library can fail with nothing but writing here.
            throw LocalDisk.Unusable(trouble);
        }

        return content;
    }

    public async Task<PartContent> ExamineAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await PartExamination.ExamineAsync(path, cancellationToken);
        }
        catch (Exception problem) when (problem is ParquetException or UnexpectedPartException)
        {
            throw new UnreadablePartException($"The file is not readable as a part: {problem.Message}", problem);
        }
    }
}
