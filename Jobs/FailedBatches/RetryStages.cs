namespace Pipeline.Jobs.FailedBatches;

/// <summary>
/// A retry grows: 1 entry, then 10, then 100, then the rest by thousands. After each stage it goes on only if few enough of it failed, so
/// that a mistake costs little and is seen early.
/// </summary>
internal sealed class RetryStages
{
    private const long LaterSize = 1_000;

    private static readonly long[] Sizes = [1, 10, 100];

    private readonly double _maxFailedShare;
    private long _tried;
    private long _failed;

    /// <param name="done">Entries that were tried before: a retry that goes on is in the stage that it was in.</param>
    /// <param name="maxFailedShare">Share of a stage that may fail, 0 to 1.</param>
    public RetryStages(long done, double maxFailedShare)
    {
        _maxFailedShare = maxFailedShare;
        for (; done >= SizeOf(Number); Number++)
        {
            done -= SizeOf(Number);
        }

        Left = SizeOf(Number) - done;
    }

    /// <summary>The stage at work, from 1.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>Entries that may be tried before the stage is judged.</summary>
    public long Left { get; private set; }

    /// <summary>Adds what became of some entries. Returns why to stop; null to go on.</summary>
    public string? Add(int tried, int failed)
    {
        (Left, _tried, _failed) = (Left - tried, _tried + tried, _failed + failed);
        if (Left > 0)
        {
            return null;
        }

        var stop = _failed > _maxFailedShare * _tried
            ? $"stopped after stage {Number}: {_failed:N0} of {_tried:N0} failed, at most {100 * _maxFailedShare:0.#} % may"
            : null;
        Number++;
        (Left, _tried, _failed) = (SizeOf(Number), 0, 0);
        return stop;
    }

    private static long SizeOf(int stage) => stage <= Sizes.Length ? Sizes[stage - 1] : LaterSize;
}
