namespace Pipeline.Tools.Bench.Sqs;

/// <summary>How fast a backlog went through, and what it cost.</summary>
internal sealed record Rate(int Messages, TimeSpan Elapsed, CpuUse Cpu)
{
    public double PerSecond => Messages / Elapsed.TotalSeconds;

    public static Rate MedianOf(IEnumerable<Rate> rates)
    {
        Rate[] sorted = [.. rates.OrderBy(rate => rate.PerSecond)];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The cores that were busy with it on average.</summary>
    public double CoresOf(Func<CpuUse, TimeSpan> part) => part(Cpu) / Elapsed;

    /// <summary>Milliseconds of processor time for each message.</summary>
    public string MillisecondsOf(Func<CpuUse, TimeSpan> part) => $"{part(Cpu).TotalMilliseconds / Messages:0.00}";

    public override string ToString() => $"{PerSecond:N0} messages/s, {PerSecond * Backlog.EventsPerEnvelope:N0} events/s";
}
