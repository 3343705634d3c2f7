using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pipeline.Core.ReportingTime;

/// <summary>Reads a range of days from what a client asked for. White space around a value does not
/// matter, and a value without anything else counts as not given.</summary>
public static class ReportingRangeParser
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Either a named <paramref name="period"/>, or both <paramref name="from"/> and <paramref name="to"/>.</summary>
    /// <param name="period">One of <see cref="ReportingPeriods.Names"/>, in any case.</param>
    /// <param name="from">First calendar day, <c>yyyy-MM-dd</c>.</param>
    /// <param name="to">Last calendar day, <c>yyyy-MM-dd</c>, included.</param>
    /// <param name="today">The current day of the reporting zone.</param>
    /// <param name="range">The range, when the answer is true.</param>
    /// <param name="fault">The broken rule, when the answer is false.</param>
    public static bool TryParse(
        string? period,
        string? from,
        string? to,
        DateOnly today,
        [NotNullWhen(true)] out ReportingRange? range,
        [NotNullWhen(false)] out Fault? fault)
    {
        if (string.IsNullOrWhiteSpace(period))
        {
            return TryParseDays(from, to, out range, out fault);
        }

        range = null;
        fault = null;
        if (!string.IsNullOrWhiteSpace(from) || !string.IsNullOrWhiteSpace(to))
        {
            fault = new("period", "must not be combined with from and to");
        }
        else if (!ReportingPeriods.TryResolve(period.Trim(), today, out range))
        {
            fault = new("period", $"must be one of {string.Join(", ", ReportingPeriods.Names)}", Characters(period));
        }

        return fault is null;
    }

    /// <summary>Both <paramref name="from"/> and <paramref name="to"/>.</summary>
    public static bool TryParseDays(
        string? from,
        string? to,
        [NotNullWhen(true)] out ReportingRange? range,
        [NotNullWhen(false)] out Fault? fault)
    {
        range = null;
        fault = (string.IsNullOrWhiteSpace(from), string.IsNullOrWhiteSpace(to)) switch
        {
            (true, true) => new("period", "is required unless both from and to are given"),
            (true, false) => new("from", "is required when to is given"),
            (false, true) => new("to", "is required when from is given"),
            _ => null,
        };
        if (fault is not null
            || !TryParseDay("from", from!, out var first, out fault)
            || !TryParseDay("to", to!, out var last, out fault))
        {
            return false;
        }

        var asked = new ReportingRange(first, last);
        if (first > last)
        {
            fault = new("from", "must not be after to");
        }
        else if (asked.IsTooLong)
        {
            fault = new("from", $"must be at most {ReportingRange.MaxYears} years before to, both included");
        }
        else
        {
            range = asked;
        }

        return fault is null;
    }

    private static bool TryParseDay(string field, string text, out DateOnly day, [NotNullWhen(false)] out Fault? fault)
    {
        fault = DateOnly.TryParseExact(text.Trim(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            ? null
            : new(field, $"must be a calendar day written {DateFormat}", Characters(text));
        return fault is null;
    }

    private static string Characters(string text) => $"{text.Length} characters";
}
