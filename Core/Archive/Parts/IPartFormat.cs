using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parts;

/// <summary>The files that archived events are kept in.</summary>
public interface IPartFormat
{
    /// <summary>The version of the layout that <see cref="WriteAsync"/> writes. Every earlier one can still be read.</summary>
    int SchemaVersion { get; }

    /// <summary>
    /// Writes events of one UTC day, given in any order and each once, to a new file, sorted by user, then time, then event id. Memory is
    /// bounded however many they are. If it fails, no file is left.
    /// </summary>
    /// <returns>What was written, computed from the events as they came in.</returns>
    /// <exception cref="Plumbing.Storage.TransientStorageException">The disk is full or not usable.</exception>
    Task<PartContent> WriteAsync(string path, IAsyncEnumerable<RawEvent> events, CancellationToken cancellationToken);

    /// <summary>Reads the file whole and says what is in it: it proves the file when that equals what was meant to be written.</summary>
    /// <exception cref="UnreadablePartException">The file is not readable as a part.</exception>
    Task<PartContent> ExamineAsync(string path, CancellationToken cancellationToken);
}

/// <param name="Rows">Number of events.</param>
/// <param name="First">The earliest event's time; the default when there are none.</param>
/// <param name="Last">The latest event's time; the default when there are none.</param>
/// <param name="ContentHash">Hash over all fields and origins of the events whatever their order, lower-case hexadecimal.</param>
public sealed record PartContent(long Rows, DateTimeOffset First, DateTimeOffset Last, string ContentHash);

/// <summary>A local file is not readable as a part.</summary>
public sealed class UnreadablePartException(string message, Exception? inner = null) : PipelineException(message, inner);
