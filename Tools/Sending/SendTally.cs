using Pipeline.Tools.Client;

namespace Pipeline.Tools.Sending;

/// <summary>What became of everything that was sent so far. Safe for concurrent use.</summary>
internal sealed class SendTally(TimeProvider time)
{
    private const int Shown = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _rejects = [];
    private readonly List<string> _failures = [];
    private long _accepted;
    private long _rejected;
    private long _failed;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Events that were neither taken nor refused, because their request failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public long Sent => Accepted + Rejected + Failed;

    public long WithoutEventId { get; private set; }

    /// <summary>Earliest and latest time of the accepted events; null before the first one.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Span { get; private set; }

    /// <summary>The first few rejects, each with its place and its reason.</summary>
    public IReadOnlyList<string> FirstRejects => _rejects;

    /// <summary>The first few requests that failed, each with its place and its reason.</summary>
    public IReadOnlyList<string> FirstFailures => _failures;

    public void Answered(EventBatch batch, BatchAnswer answer)
    {
        lock (_gate)
        {
            var refused = new HashSet<int>();
            foreach (var rejected in answer.Rejected)
            {
                refused.Add(rejected.Index);
                Note(_rejects, batch.Source, batch.Lines[rejected.Index].Number, rejected.Reason);
            }

            for (var index = 0; index < batch.Lines.Count; index++)
            {
                if (!refused.Contains(index))
                {
                    Count(batch.Lines[index]);
                }
            }

            _accepted += answer.Accepted;
            _rejected += answer.Rejected.Count;
            // The server must answer for every event; what it does not mention was not taken.
            _failed += batch.Lines.Count - answer.Accepted - answer.Rejected.Count;
        }
    }

    /// <summary>A line that was not sent because the server could not read the request around it.</summary>
    public void Refused(string source, long line, string reason)
    {
        lock (_gate)
        {
            _rejected++;
            Note(_rejects, source, line, reason);
        }
    }

    public void NotAnswered(EventBatch batch, string reason)
    {
        lock (_gate)
        {
            _failed += batch.Lines.Count;
            Note(_failures, batch.Source, batch.Lines[0].Number, reason);
        }
    }

    private void Count(EventLine line)
    {
        WithoutEventId += line.HasEventId ? 0 : 1;
        var at = line.Timestamp ?? time.GetUtcNow();
        Span = Span is { } span ? (at < span.First ? at : span.First, at > span.Last ? at : span.Last) : (at, at);
    }

    private static void Note(List<string> list, string source, long line, string reason)
    {
        if (list.Count < Shown)
        {
            list.Add($"{source}:{line} {reason}");
        }
    }
}
