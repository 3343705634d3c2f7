using System.Diagnostics.CodeAnalysis;
using Pipeline.Core;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Runs;

namespace Pipeline.Api.Endpoints;

/// <summary>Which runs a request asks for, as it was written; a part that is absent or blank is no condition.</summary>
internal sealed record RunQuery(string? Job, string? State, string? From, string? To, string? Text)
{
    private static readonly RunState[] States = Enum.GetValues<RunState>();

    public bool IsEmpty => new[] { Job, State, From, To, Text }.All(string.IsNullOrWhiteSpace);

    public static bool TryRead(
        RunQuery query, ReportingCalendar calendar, [NotNullWhen(true)] out RunFilter? filter, [NotNullWhen(false)] out Fault? fault)
    {
        filter = null;
        TimeRange? range = null;
        if (!TryReadState(query.State, out var state, out fault)
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

    private static bool TryReadState(string? text, out RunState? state, [NotNullWhen(false)] out Fault? fault)
    {
        state = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var found = Array.FindIndex(States, known => known.ToString().Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        state = found >= 0 ? States[found] : null;
        fault = found >= 0
            ? null
            : new("state", $"must be one of {string.Join(", ", States.Select(known => known.ToString().ToLowerInvariant()))}", $"{text.Length} characters");
        return fault is null;
    }
}
