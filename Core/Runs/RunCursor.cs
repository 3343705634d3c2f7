using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Plumbing.Paging;

namespace Pipeline.Core.Runs;

/// <summary>A place in the history, newest first and then by id, descending: everything up to this run has been shown.</summary>
public sealed record RunCursor(DateTimeOffset QueuedAt, string Id)
{
    private const int MaxIdLength = 128;

    /// <summary>The place behind a run.</summary>
    public static RunCursor After(JobRun run) => new(run.QueuedAt, run.Id);

    /// <summary>As clients get it, to send it back unread.</summary>
    public override string ToString() => CursorText.Write(QueuedAt, Id);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RunCursor? cursor)
    {
        cursor = CursorText.TryRead(text, MaxIdLength, out var queuedAt, out var id) ? new RunCursor(queuedAt, id) : null;
        return cursor is not null;
    }
}
