namespace Pipeline.Workers.Drain;

/// <summary>Exponential back-off with jitter between half and all of each step, so that workers don't retry in lockstep.</summary>
internal sealed class BackOff(TimeSpan min, TimeSpan max)
{
    private int _failures;

    public bool IsFailing => _failures > 0;

    public TimeSpan Next()
    {
        var ceiling = Math.Min(max.TotalSeconds, min.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 30)));
#pragma warning disable CA5394 // Jitter needs no secure random numbers.
        return TimeSpan.FromSeconds(ceiling * (0.5 + Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
    }

    public void Reset() => _failures = 0;
}
