using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Testing.Fakes;

/// <summary>
/// An archive in memory whose parts are lines of JSON. <see cref="Readings"/> tells which parts a test subject has read as a whole.
/// </summary>
public sealed class InMemoryArchive : IPartFormat, IArchivedEvents, IArchiveFiles
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<string> _readings = [];
    private int _written;

    public int SchemaVersion => 1;

    /// <summary>Keys of the parts that were read, once for each reading.</summary>
    public IReadOnlyList<string> Readings
    {
        get
        {
            lock (_lock)
            {
                return [.. _readings];
            }
        }
    }

    /// <summary>Alters a stored file, so that nothing can read it.</summary>
    public void Damage(string key)
    {
        lock (_lock)
        {
            _files[key] = "damaged"u8.ToArray();
        }
    }

    public async Task<PartContent> WriteAsync(string path, IAsyncEnumerable<RawEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var all = await events.ToListAsync(cancellationToken);
            // Bytes that differ from try to try, as they may.
            string[] lines = [$"part {Interlocked.Increment(ref _written)}", .. all.OrderBy(read => read.Event.UserId, StringComparer.Ordinal).ThenBy(read => read.Event.Key).Select(LineOf)];
            await File.WriteAllLinesAsync(path, lines, cancellationToken);
            return ContentOf(all);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public async Task<PartContent> ExamineAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return ContentOf(Parse(await File.ReadAllBytesAsync(path, cancellationToken)));
        }
        catch (FormatException damaged)
        {
            throw new UnreadablePartException("It is no part.", damaged);
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        ArchivedPart part, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _readings.Add(part.Key);
        }

        foreach (var read in Open(part).Where(read => read.Event.Timestamp >= from && read.Event.Timestamp < to))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return read;
        }

        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<RawEvent>> FindAsync(
        ArchivedPart part, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        var wanted = keys.ToHashSet();
        return Task.FromResult<IReadOnlyList<RawEvent>>([.. Open(part).Where(read => wanted.Contains(read.Event.Key)).OrderBy(read => read.Event.Key)]);
    }

    public Task<UserEvents> FindOfUserAsync(
        IReadOnlyCollection<ArchivedPart> parts,
        string userId,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken)
    {
        var events = new List<RawEvent>();
        var damaged = new List<DamagedPartException>();
        foreach (var part in parts)
        {
            try
            {
                events.AddRange(Open(part).Where(read =>
                    read.Event.UserId == userId && read.Event.Timestamp >= from && read.Event.Timestamp < to));
            }
            catch (DamagedPartException problem)
            {
                damaged.Add(problem);
            }
        }

        return Task.FromResult(new UserEvents([.. events.OrderBy(read => read.Event.Key).Take(limit)], damaged));
    }

    public async Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken)
    {
        ArchiveKey.Validate(key);
        var content = await File.ReadAllBytesAsync(sourcePath, cancellationToken);
        lock (_lock)
        {
            return _files.TryAdd(key, content) ? PutOutcome.Created : PutOutcome.AlreadyThere;
        }
    }

    public Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken)
    {
        if (Find(key) is not { } content)
        {
            return Task.FromResult<FileStream?>(null);
        }

        var stream = new FileStream(
            Path.Combine(Path.GetTempPath(), $"in-memory-archive-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete,
            4_096,
            FileOptions.DeleteOnClose);
        stream.Write(content);
        stream.Flush();
        stream.Position = 0;
        return Task.FromResult<FileStream?>(stream);
    }

    public Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult(
        Find(key) is { } content ? new ArchiveFile(key, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))) : null);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. _files.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _files.Remove(key);
        }

        return Task.CompletedTask;
    }

    private byte[]? Find(string key)
    {
        lock (_lock)
        {
            return _files.GetValueOrDefault(key);
        }
    }

    private List<RawEvent> Open(ArchivedPart part)
    {
        try
        {
            return Parse(Find(part.Key) ?? throw new DamagedPartException(part.Day, part.Generation, "the file is missing"));
        }
        catch (FormatException damaged)
        {
            throw new DamagedPartException(part.Day, part.Generation, "the file is no part", damaged);
        }
    }

    private static PartContent ContentOf(IReadOnlyCollection<RawEvent> events) => events.Count == 0
        ? new PartContent(0, default, default, "")
        : new PartContent(
            events.Count,
            events.Min(read => read.Event.Timestamp),
            events.Max(read => read.Event.Timestamp),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', events.Select(LineOf).Order(StringComparer.Ordinal))))));

    private static string LineOf(RawEvent read) => JsonSerializer.Serialize(new[]
    {
        read.Event.EventId.ToString(),
        read.Event.Timestamp.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        read.Event.UserId,
        read.Event.SessionId,
        read.Event.EventType,
        read.Event.Page,
        Encoding.UTF8.GetString(read.Event.Metadata.Span),
        read.Origin.ToString(CultureInfo.InvariantCulture),
    });

    private static List<RawEvent> Parse(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !lines[0].StartsWith("part ", StringComparison.Ordinal))
        {
            throw new FormatException("It does not begin as a part.");
        }

        return [.. lines.Skip(1).Select(line => JsonSerializer.Deserialize<string[]>(line)!).Select(fields => new RawEvent(
            new Event(
                Guid.Parse(fields[0]),
                DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(fields[1], CultureInfo.InvariantCulture)),
                fields[2],
                fields[3],
                fields[4],
                fields[5],
                fields[6].Length == 0 ? default : Encoding.UTF8.GetBytes(fields[6])),
            long.Parse(fields[7], CultureInfo.InvariantCulture)))];
    }
}
