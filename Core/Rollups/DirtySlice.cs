namespace Pipeline.Core.Rollups;

/// <summary>A marked slice.</summary>
/// <param name="Start">Start of the slice, UTC.</param>
/// <param name="Version">Changes with every mark, so that a mark renewed during a refresh is not cleared by it.</param>
/// <param name="Priority">The most urgent of its marks.</param>
/// <param name="ReceivedAt">Receipt time of the oldest event not yet rolled up; the maximum time when no event caused the mark.</param>
/// <param name="Reason">Why it was set aside; null when it was not, or has been folded since.</param>
public readonly record struct DirtySlice(
    DateTimeOffset Start, long Version, MarkPriority Priority, DateTimeOffset ReceivedAt, string? Reason = null);

/// <summary>Which slices come first, so that current numbers never wait for slow work.</summary>
public enum MarkPriority
{
    /// <summary>Slices of about the last day.</summary>
    Current,

    /// <summary>Slices that got late events.</summary>
    Late,

    /// <summary>Slices that are in the rollups and are to be folded again anyway.</summary>
    Rebuild,
}

/// <summary>The rule that gives marks their priority.</summary>
public static class MarkPriorities
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromDays(1);

    /// <param name="slice">Start of the slice.</param>
    /// <param name="receivedAt">When the events behind the mark were received.</param>
    public static MarkPriority Of(DateTimeOffset slice, DateTimeOffset receivedAt) =>
        receivedAt - slice > LateAfter ? MarkPriority.Late : MarkPriority.Current;
}

/// <param name="Waiting">Dirty slices that the refresh will get to by itself.</param>
/// <param name="Rebuilding">Those of them that were marked only by a rebuild.</param>
/// <param name="SetAside">Dirty slices that were set aside.</param>
/// <param name="OldestSetAside">The first few of them, the longest set aside first.</param>
public sealed record DirtyStatus(long Waiting, long Rebuilding, long SetAside, IReadOnlyList<SetAsideSlice> OldestSetAside);

/// <param name="Start">Start of the slice, UTC.</param>
/// <param name="Reason">What kept it from being rolled up.</param>
/// <param name="Since">When it was set aside first.</param>
public sealed record SetAsideSlice(DateTimeOffset Start, string Reason, DateTimeOffset Since);
