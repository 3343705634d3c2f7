using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Writes a sealed generation to a file, stores that, proves the stored one and records it. What an earlier try has stored is used when it
/// has the same content, and replaced when it has not: nobody reads a part that is not recorded.
/// </summary>
public sealed class PartArchiver(
    ISealedDays sealedDays,
    IArchiveCatalogue catalogue,
    IArchivedEvents archive,
    IPartFormat format,
    IArchiveFiles files,
    ArchiveScratch scratch,
    TimeProvider time)
{
    /// <summary>Each look-up reads columns of a whole part: many keys at a time, but not more than fit into memory.</summary>
    private const int KeysPerLookup = 50_000;

    /// <summary>The key of a part's file; the same for every try.</summary>
    public static string KeyOf(SealedDay day) => string.Create(
        CultureInfo.InvariantCulture, $"events/dt={day.Day:yyyy-MM-dd}/part-{day.Generation}.parquet");

    /// <param name="day">The generation; it must not be in the catalogue.</param>
    /// <param name="earlier">The day's earlier parts: events that are in them are left out.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The recorded part; null when the generation has no events of its own.</returns>
    internal async Task<ArchivedPart?> RunAsync(
        SealedDay day, IReadOnlyList<ArchivedPart> earlier, CancellationToken cancellationToken)
    {
        using var directory = scratch.Create();
        var path = Path.Combine(directory.Path, "part.parquet");
        var content = await WriteAsync(day, earlier, path, cancellationToken);
        if (content.Rows == 0)
        {
            return null;
        }

        var key = KeyOf(day);
        await StoreAsync(key, path, content, cancellationToken);
        return await RecordAsync(day, await ProveAsync(day, key, content, cancellationToken), content, cancellationToken);
    }

    private async Task<PartContent> WriteAsync(
        SealedDay day, IReadOnlyList<ArchivedPart> earlier, string path, CancellationToken cancellationToken)
    {
        var reading = new Reading();
        var content = await format.WriteAsync(path, ReadNewAsync(day, earlier, reading, cancellationToken), cancellationToken);
        // Whoever drops it meanwhile has archived it; half of a day must never be taken for a whole one.
        return await sealedDays.CountAsync(day, cancellationToken) == reading.Events && content.Rows == reading.New
            ? content
            : throw new TransientStorageException($"Generation {day.Generation} of {day.Day:yyyy-MM-dd} changed while it was read.");
    }

    /// <summary>The generation's events that are in no earlier part.</summary>
    private async IAsyncEnumerable<RawEvent> ReadNewAsync(
        SealedDay day, IReadOnlyList<ArchivedPart> earlier, Reading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = sealedDays.ReadAsync(day, DayAge.StartOf(day.Day), DayAge.EndOf(day.Day), cancellationToken);
        await foreach (var chunk in all.Chunk(KeysPerLookup).WithCancellation(cancellationToken))
        {
            reading.Events += chunk.Length;
            var left = chunk.ToDictionary(read => read.Event.Key);
            foreach (var part in earlier.Where(_ => left.Count > 0))
            {
                foreach (var known in await archive.FindAsync(part, left.Keys, cancellationToken))
                {
                    left.Remove(known.Event.Key);
                }
            }

            reading.New += left.Count;
            foreach (var read in chunk.Where(read => left.ContainsKey(read.Event.Key)))
            {
                yield return read;
            }
        }
    }

    private async Task StoreAsync(string key, string path, PartContent content, CancellationToken cancellationToken)
    {
        if (await files.PutIfAbsentAsync(key, path, cancellationToken) == PutOutcome.Created
            || await IsStoredAsync(key, path, content, cancellationToken))
        {
            return;
        }

        await files.DeleteAsync(key, cancellationToken);
        await files.PutIfAbsentAsync(key, path, cancellationToken);
    }

    /// <summary>Whether what an earlier try has stored has this content. It may differ in bytes all the same.</summary>
    private async Task<bool> IsStoredAsync(string key, string path, PartContent content, CancellationToken cancellationToken)
    {
        var stored = await files.FindAsync(key, cancellationToken);
        if (stored is not null && stored.Sha256 == await HashAsync(path, cancellationToken))
        {
            return true;
        }

        try
        {
            return await ExamineAsync(key, cancellationToken) == content;
        }
        catch (UnreadablePartException)
        {
            return false;
        }
    }

    /// <summary>Reads the stored file back: what the archive confirms is not yet what it keeps.</summary>
    private async Task<ArchiveFile> ProveAsync(SealedDay day, string key, PartContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await ExamineAsync(key, cancellationToken) == content && await files.FindAsync(key, cancellationToken) is { } file
                ? file
                : throw new DamagedPartException(day.Day, day.Generation, "what the archive gives back is not what was written");
        }
        catch (UnreadablePartException unreadable)
        {
            throw new DamagedPartException(day.Day, day.Generation, "what the archive gives back can't be read", unreadable);
        }
    }

    private async Task<PartContent?> ExamineAsync(string key, CancellationToken cancellationToken)
    {
        await using var stored = await files.OpenReadAsync(key, cancellationToken);
        return stored is null ? null : await format.ExamineAsync(stored.Name, cancellationToken);
    }

    private async Task<ArchivedPart> RecordAsync(
        SealedDay day, ArchiveFile file, PartContent content, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recorded = await catalogue.RecordAsync(
            new ArchivedPart
            {
                Day = day.Day,
                Generation = day.Generation,
                Key = file.Key,
                Rows = content.Rows,
                Bytes = file.Bytes,
                Sha256 = file.Sha256,
                ContentHash = content.ContentHash,
                First = content.First,
                Last = content.Last,
                SchemaVersion = format.SchemaVersion,
                ArchivedAt = now,
                VerifiedAt = now,
            },
            cancellationToken);
        return recorded.ContentHash == content.ContentHash && recorded.Sha256 == file.Sha256
            ? recorded
            : throw new TransientStorageException($"Another run has archived generation {day.Generation} of {day.Day:yyyy-MM-dd} meanwhile.");
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private sealed class Reading
    {
        public long Events { get; set; }

        public long New { get; set; }
    }
}
