namespace Pipeline.Core.Audit;

/// <summary>Which entries to read.</summary>
/// <param name="Who">Only this person's or machine's; null for all.</param>
/// <param name="What">Only of this action; null for all.</param>
/// <param name="From">The first instant, included; null for no bound.</param>
/// <param name="To">The first instant after the last entry; null for no bound.</param>
/// <param name="After">The id of the last entry of the page before; null for the first page.</param>
/// <param name="Limit">At most so many entries.</param>
public sealed record AuditQuery(
    string? Who = null, string? What = null, DateTimeOffset? From = null, DateTimeOffset? To = null, string? After = null, int Limit = 50)
{
    // Above every hexadecimal digit.
    private const string AboveAll = "g";

    /// <summary>The lowest id that may be read.</summary>
    internal string LowestId => From is { } from ? AuditEntry.IdFrom(from) : "";

    /// <summary>All ids that may be read are below this one.</summary>
    internal string EndId
    {
        get
        {
            var end = To is { } to ? AuditEntry.IdFrom(to) : AboveAll;
            return After is { } after && string.CompareOrdinal(after, end) < 0 ? after : end;
        }
    }

    /// <summary>Whether the text could be an entry's id.</summary>
    public static bool IsId(string text) => Guid.TryParseExact(text, "N", out _) && !text.Any(char.IsAsciiLetterUpper);
}
