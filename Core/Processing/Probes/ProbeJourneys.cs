namespace Pipeline.Core.Processing.Probes;

/// <summary>What probes tell about the pipeline.</summary>
/// <param name="Last">The latest one that has arrived; null when none has.</param>
/// <param name="WaitingSince">When the first one after it was sent; null when there is none.</param>
public sealed record ProbeJourneys(Probe? Last, DateTimeOffset? WaitingSince)
{
    /// <summary>Probes that have to be looked at: more than are ever under way before somebody is alarmed.</summary>
    public const int Window = 1_500;

    public static ProbeJourneys Of(IReadOnlyList<Probe> latestFirst)
    {
        var waiting = latestFirst.TakeWhile(probe => !probe.HasArrived).ToList();
        return new ProbeJourneys(latestFirst.ElementAtOrDefault(waiting.Count), waiting.Count == 0 ? null : waiting[^1].SentAt);
    }
}
