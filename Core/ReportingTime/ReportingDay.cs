namespace Pipeline.Core.ReportingTime;

/// <param name="Day">A calendar day of the reporting zone.</param>
/// <param name="Start">Its first instant, UTC.</param>
public readonly record struct ReportingDay(DateOnly Day, DateTimeOffset Start);
