using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>Lets a job report how far it has got. It may report as often as it likes: about one report a second is written.</summary>
internal sealed class JobProgress(TimeProvider time, Func<RunProgress, CancellationToken, Task> write)
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private readonly long _startedAt = time.GetTimestamp();
    private long? _writtenAt;

    /// <summary>The latest report, written or not.</summary>
    public RunProgress? Latest { get; private set; }

    /// <param name="done">Units of work done in this attempt.</param>
    /// <param name="total">Units there are; null when that is not known.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async Task ReportAsync(long done, long? total, CancellationToken cancellationToken)
    {
        var perSecond = time.GetElapsedTime(_startedAt).TotalSeconds is > 0 and var seconds ? done / seconds : 0;
        double? left = total is { } all && perSecond > 0 ? Math.Max(0, all - done) / perSecond : null;
        Latest = new RunProgress(done, total, Math.Round(perSecond, 3), left is { } value ? Math.Round(value, 1) : null);
        if (_writtenAt is { } writtenAt && time.GetElapsedTime(writtenAt) < BetweenWrites)
        {
            return;
        }

        _writtenAt = time.GetTimestamp();
        await write(Latest, cancellationToken);
    }
}
