namespace Pipeline.Tools.Client;

/// <summary>The part of <c>/api/ops/status</c> that says whether everything sent is in the numbers.</summary>
/// <param name="Visible">Messages waiting in the queue.</param>
/// <param name="InFlight">Messages being drained.</param>
/// <param name="DeadLetters">Messages that could not be drained.</param>
/// <param name="Dirty">Slices that wait for a refresh.</param>
/// <param name="HasNumbers">False until the first refresh: after a change of the reporting zone its buckets do not exist yet.</param>
internal sealed record ServerStatus(long Visible, long InFlight, long DeadLetters, long Dirty, bool HasNumbers)
{
    /// <summary>Whether everything that was accepted is stored.</summary>
    public bool IsDrained => Visible == 0 && InFlight == 0;

    /// <summary>Whether everything that was accepted is in the numbers.</summary>
    public bool IsSettled => IsDrained && Dirty == 0 && HasNumbers;
}
