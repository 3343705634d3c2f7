namespace Pipeline.Tools.Replay;

/// <param name="Files">Full paths, sent one after the other.</param>
/// <param name="Rate">Events per second; null for as fast as possible.</param>
/// <param name="From">First day of the printed KPIs; null for the day of the earliest event.</param>
/// <param name="To">Last day of the printed KPIs; null for the day of the latest event.</param>
internal sealed record ReplayRequest(IReadOnlyList<string> Files, int? Rate, DateOnly? From, DateOnly? To);
