using System.Diagnostics.CodeAnalysis;
using Pipeline.Core;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Runs;

namespace Pipeline.Api.Endpoints;

/// <summary>Which runs a request asks for, as it was written; a part that is absent or blank is no condition.</summary>
internal sealed record RunQuery(string? Job, string? State, string? From, string? To, string? Text)
{
    public bool IsEmpty => new[] { Job, State, From, To, Text }.All(string.IsNullOrWhiteSpace);

    public static bool TryRead(
        RunQuery query, ReportingCalendar calendar, [NotNullWhen(true)] out RunFilter? filter, [NotNullWhen(false)] out Fault? fault)
    {
        filter = null;
        TimeRange? range = null;
        if (!QueryText.TryReadWord("state", query.State, out RunState? state, out fault)
            || !QueryText.TryReadSearch("text", query.Text, out var text, out fault)
            || (!(string.IsNullOrWhiteSpace(query.From) && string.IsNullOrWhiteSpace(query.To))
                && !InstantRangeParser.TryParse(query.From, query.To, calendar, out range, out fault)))
        {
            return false;
        }

        filter = new RunFilter(
            string.IsNullOrWhiteSpace(query.Job) ? null : query.Job.Trim().ToLowerInvariant(),
            state,
            range?.Start,
            range?.End,
            string.IsNullOrWhiteSpace(text) ? null : text.Trim());
        return true;
    }

    public static bool TryReadCursor(string? text, out RunCursor? cursor, [NotNullWhen(false)] out Fault? fault)
    {
        cursor = null;
        fault = string.IsNullOrWhiteSpace(text) || RunCursor.TryParse(text.Trim(), out cursor) ? null : QueryText.BadCursor(text);
        return fault is null;
    }
}
