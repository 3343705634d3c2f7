using System.Globalization;

namespace Pipeline.Core.Audit;

/// <summary>One thing that somebody did, or tried to do.</summary>
/// <param name="Id">Grows with the time: ordinal order is the order in which things happened, to the millisecond.</param>
/// <param name="At">When, to the millisecond.</param>
/// <param name="Who">An account, <c>key:NAME</c>, or <c>local</c> where nobody signs in.</param>
/// <param name="What">The action, such as <c>RebuildRollups</c> or <c>SignIn</c>.</param>
/// <param name="Target">On what: an address, and for the jobs dashboard the jobs.</param>
/// <param name="From">The address of the network from which it came.</param>
/// <param name="Result">The HTTP status, and the address of what was started.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string Who, string What, string Target, string From, string Result)
{
    /// <summary>A longer text is cut, so that an entry stays small.</summary>
    public const int MaxTextLength = 512;

    // Of a UUID of version 7, the time is in the first 48 bits.
    private const int TimeDigits = 12;

    public static AuditEntry Create(DateTimeOffset at, string who, string what, string target, string from, string result) => new(
        Guid.CreateVersion7(at).ToString("N"),
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
        Cut(who),
        Cut(what),
        Cut(target),
        Cut(from),
        Cut(result));

    /// <summary>Not greater than the id of any entry from this instant on, and greater than that of any before it.</summary>
    internal static string IdFrom(DateTimeOffset instant)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds() + (instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
        return Math.Max(milliseconds, 0).ToString("x" + TimeDigits, CultureInfo.InvariantCulture);
    }

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
