using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using ParquetSharp;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet.DuckDb;

/// <summary>
/// Events of archived parts: single ones are found by DuckDB, which skips what cannot have them; whole parts are read by the Parquet library,
/// which is faster for that.
/// </summary>
public sealed class DuckDbArchivedEvents(ArchiveCache cache, ArchiveDuckDb database) : IArchivedEvents
{
    private readonly PartQueries _queries = new(database);

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        ArchivedPart part, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Overlaps(part, from, to))
        {
            yield break;
        }

        using var file = await cache.OpenAsync(part, cancellationToken);
        await using var events = PartEvents.ReadAsync(file.Path, EventTimeRange.Of(from, to), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(events, part, file, cancellationToken))
        {
            yield return events.Current;
        }
    }

    public async Task<IReadOnlyList<RawEvent>> FindAsync(
        ArchivedPart part, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        EventKey[] possible = [.. keys.Where(key => key.Timestamp >= part.First && key.Timestamp <= part.Last)];
        if (possible.Length == 0)
        {
            return [];
        }

        using var file = await cache.OpenAsync(part, cancellationToken);
        try
        {
            return await _queries.FindAsync(file.Path, possible, cancellationToken);
        }
        catch (DuckDBException trouble)
        {
            throw await ExplainAsync(trouble, part, file, cancellationToken);
        }
    }

    public async Task<UserEvents> FindOfUserAsync(
        IReadOnlyCollection<ArchivedPart> parts,
        string userId,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken)
    {
        var damaged = new List<DamagedPartException>();
        var files = new List<(ArchivedPart Part, CachedPart File)>();
        try
        {
            foreach (var part in parts.Where(part => Overlaps(part, from, to)))
            {
                try
                {
                    files.Add((part, await cache.OpenAsync(part, cancellationToken)));
                }
                catch (DamagedPartException damage)
                {
                    damaged.Add(damage);
                }
            }

            var range = EventTimeRange.Of(from, to);
            return new UserEvents(files.Count == 0 ? [] : await FindOfUserAsync(files, userId, range, limit, damaged, cancellationToken), damaged);
        }
        finally
        {
            files.ForEach(opened => opened.File.Dispose());
        }
    }

    private static bool Overlaps(ArchivedPart part, DateTimeOffset from, DateTimeOffset to) =>
        part.Rows > 0 && part.First < to && part.Last >= from;

    private async Task<List<RawEvent>> FindOfUserAsync(
        List<(ArchivedPart Part, CachedPart File)> files,
        string userId,
        EventTimeRange range,
        int limit,
        List<DamagedPartException> damaged,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _queries.FindOfUserAsync([.. files.Select(opened => opened.File.Path)], userId, range, limit, cancellationToken);
        }
        catch (DuckDBException)
        {
            // Some file cannot be read: each by itself shows which.
        }

        var found = new List<RawEvent>();
        foreach (var (part, file) in files)
        {
            try
            {
                found.AddRange(await _queries.FindOfUserAsync([file.Path], userId, range, limit, cancellationToken));
            }
            catch (DuckDBException trouble)
            {
                var explained = await ExplainAsync(trouble, part, file, cancellationToken);
                damaged.Add(explained as DamagedPartException ?? throw explained);
            }
        }

        return [.. found.OrderBy(raw => raw.Event.Key).Take(limit)];
    }

    private async ValueTask<bool> MoveNextAsync(
        IAsyncEnumerator<RawEvent> events, ArchivedPart part, CachedPart file, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception trouble) when (trouble is ParquetException or UnexpectedPartException)
        {
            throw await ExplainAsync(trouble, part, file, cancellationToken);
        }
    }

    /// <summary>What to throw when a file cannot be read: it is altered, or was never readable, or it is this machine that is in trouble.</summary>
    private async Task<Exception> ExplainAsync(Exception trouble, ArchivedPart part, CachedPart file, CancellationToken cancellationToken)
    {
        if (!await cache.IsIntactAsync(part, file, cancellationToken))
        {
            return new DamagedPartException(part.Day, part.Generation, $"{part.Key} is not what was archived", trouble);
        }

        return (trouble as DuckDBException)?.ErrorType switch
        {
            DuckDBErrorType.Io => new TransientStorageException($"The archive could not be read: {trouble.Message}", trouble),
            // No file can make these.
            DuckDBErrorType.Parser or DuckDBErrorType.Syntax or DuckDBErrorType.Catalog or DuckDBErrorType.Settings => trouble,
            _ => new DamagedPartException(part.Day, part.Generation, $"{part.Key} is not readable: {trouble.Message}", trouble),
        };
    }
}
