using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Core.ReportingTime;

/// <summary>Reads a stretch of time whose ends are calendar days of the reporting zone or instants, both included.</summary>
public static partial class InstantRangeParser
{
    /// <param name="from">The first day, <c>yyyy-MM-dd</c>, or the first instant: ISO 8601 with an offset.</param>
    /// <param name="to">The last day or instant, included.</param>
    /// <param name="calendar">Days of the reporting zone.</param>
    /// <param name="range">The range, when the answer is true.</param>
    /// <param name="fault">The broken rule, when the answer is false.</param>
    public static bool TryParse(
        string? from,
        string? to,
        ReportingCalendar calendar,
        [NotNullWhen(true)] out TimeRange? range,
        [NotNullWhen(false)] out Fault? fault)
    {
        range = null;
        fault = string.IsNullOrWhiteSpace(from) ? new("from", "is required when to is given")
            : string.IsNullOrWhiteSpace(to) ? new("to", "is required when from is given")
            : null;
        if (fault is not null
            || !TryParseEnd("from", from!, calendar, out var first, out fault)
            || !TryParseEnd("to", to!, calendar, out var last, out fault))
        {
            return false;
        }

        fault = first.Start > last.Start ? new("from", "must not be after to")
            : new ReportingRange(calendar.DayOf(first.Start), calendar.DayOf(last.End.AddTicks(-1))).IsTooLong
                ? new("from", $"must be at most {ReportingRange.MaxYears} years before to, both included")
            : null;
        range = fault is null ? new TimeRange(first.Start, last.End) : null;
        return fault is null;
    }

    /// <summary>A day as a whole, an instant as its millisecond.</summary>
    private static bool TryParseEnd(
        string field, string text, ReportingCalendar calendar, out TimeRange end, [NotNullWhen(false)] out Fault? fault)
    {
        fault = null;
        text = text.Trim();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            end = calendar.DayRange(day);
            return true;
        }

        // A plus that was not escaped arrives as a space.
        text = UnescapedPlus.Replace(text, "+");
        if (WithOffset.IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            && instant < DateTimeOffset.MaxValue.AddDays(-1))
        {
            var start = new DateTimeOffset(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
            end = new TimeRange(start, start.AddMilliseconds(1));
            return true;
        }

        end = default;
        fault = new(field, "must be a calendar day written yyyy-MM-dd or a time with offset such as 2026-03-01T09:30:00+01:00", $"{text.Length} characters");
        return false;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WithOffset { get; }

    [GeneratedRegex(@" (?=\d\d:\d\d$)", RegexOptions.CultureInvariant)]
    private static partial Regex UnescapedPlus { get; }
}
