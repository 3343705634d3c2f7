using System.Globalization;
using System.Security.Cryptography;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Writes events to a part's file, stores that and proves the stored one. What an earlier try has stored is used when it has the same content,
/// and replaced when it has not: nobody reads a part that is not in the catalogue.
/// </summary>
public sealed class PartPublisher(IPartFormat format, IArchiveFiles files, ArchiveScratch scratch, TimeProvider time)
{
    /// <summary>The key of a part's file; the same for every try.</summary>
    public static string KeyOf(DateOnly day, int generation) => string.Create(
        CultureInfo.InvariantCulture, $"events/dt={day:yyyy-MM-dd}/part-{generation}.parquet");

    /// <param name="day">The UTC day of the events.</param>
    /// <param name="generation">A generation that is not in the catalogue.</param>
    /// <param name="events">The events, each once, in any order. If their reading fails, nothing is stored.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The part, for the catalogue; null when there are no events.</returns>
    /// <exception cref="TransientStorageException">The archive or the disk is not usable.</exception>
    /// <exception cref="PermanentStorageException">The archive does not take the file.</exception>
    /// <exception cref="DamagedPartException">What is stored does not come back as it was written.</exception>
    internal async Task<ArchivedPart?> PublishAsync(
        DateOnly day, int generation, IAsyncEnumerable<RawEvent> events, CancellationToken cancellationToken)
    {
        using var directory = scratch.Create();
        var path = Path.Combine(directory.Path, "part.parquet");
        var content = await format.WriteAsync(path, events, cancellationToken);
        if (content.Rows == 0)
        {
            return null;
        }

        var key = KeyOf(day, generation);
        await StoreAsync(key, path, content, cancellationToken);
        return ToPart(day, generation, await ProveAsync(day, generation, key, content, cancellationToken), content);
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
    private async Task<ArchiveFile> ProveAsync(
        DateOnly day, int generation, string key, PartContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await ExamineAsync(key, cancellationToken) == content && await files.FindAsync(key, cancellationToken) is { } file
                ? file
                : throw new DamagedPartException(day, generation, "what the archive gives back is not what was written");
        }
        catch (UnreadablePartException unreadable)
        {
            throw new DamagedPartException(day, generation, "what the archive gives back can't be read", unreadable);
        }
    }

    private async Task<PartContent?> ExamineAsync(string key, CancellationToken cancellationToken)
    {
        await using var stored = await files.OpenReadAsync(key, cancellationToken);
        return stored is null ? null : await format.ExamineAsync(stored.Name, cancellationToken);
    }

    private ArchivedPart ToPart(DateOnly day, int generation, ArchiveFile file, PartContent content)
    {
        var now = time.GetUtcNow();
        return new ArchivedPart
        {
            Day = day,
            Generation = generation,
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
        };
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
