using Pipeline.Core.ReportingTime;

namespace Pipeline.Core.Analytics;

/// <param name="Range">The range that is summed up.</param>
/// <param name="Settled">Without the bucket that is changed by what happens today.</param>
internal sealed record SumSlot(ReportingRange Range, bool Settled);
