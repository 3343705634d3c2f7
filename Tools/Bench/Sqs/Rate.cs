namespace Pipeline.Tools.Bench.Sqs;

/// <summary>How fast a queue was emptied, and what it cost.</summary>
internal sealed record Rate(FilledQueue Queue, TimeSpan Elapsed, CpuUse Cpu)
{
    public double PerSecond => Queue.Messages / Elapsed.TotalSeconds;

    public static Rate MedianOf(IEnumerable<Rate> rates)
    {
        Rate[] sorted = [.. rates.OrderBy(rate => rate.PerSecond)];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The cores that were busy with it on average.</summary>
    public double CoresOf(Func<CpuUse, TimeSpan> part) => part(Cpu) / Elapsed;

    /// <summary>Microseconds of processor time for each message.</summary>
    public double MicrosecondsOf(Func<CpuUse, TimeSpan> part) => part(Cpu).TotalMicroseconds / Queue.Messages;

    public override string ToString() => $"{PerSecond:N0} messages/s, {PerSecond * Queue.EventsPerMessage:N0} events/s";
}
