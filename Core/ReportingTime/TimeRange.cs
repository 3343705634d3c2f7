namespace Pipeline.Core.ReportingTime;

/// <summary>Half-open: <paramref name="Start"/> belongs to it, <paramref name="End"/> does not. Both UTC.</summary>
public readonly record struct TimeRange(DateTimeOffset Start, DateTimeOffset End);
