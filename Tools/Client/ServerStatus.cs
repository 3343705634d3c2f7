namespace Pipeline.Tools.Client;

/// <summary>The part of <c>/api/ops/status</c> that says whether everything sent is in the numbers.</summary>
/// <param name="Visible">Messages waiting in the queue.</param>
/// <param name="InFlight">Messages being drained.</param>
/// <param name="DeadLetters">Messages that could not be drained.</param>
/// <param name="Dirty">Rollup buckets that wait for a refresh.</param>
/// <param name="HasNumbers">False until the first refresh: after a change of the reporting zone its buckets are still to be made.</param>
internal sealed record ServerStatus(long Visible, long InFlight, long DeadLetters, long Dirty, bool HasNumbers)
{
    public bool IsSettled => Visible == 0 && InFlight == 0 && Dirty == 0 && HasNumbers;
}
