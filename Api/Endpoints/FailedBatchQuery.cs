using System.Diagnostics.CodeAnalysis;
using Pipeline.Api.Contracts;
using Pipeline.Core;
using Pipeline.Core.Plumbing.Paging;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

/// <summary>The filters of a list of failed batches, in its address.</summary>
internal sealed record FailedBatchQuery(
    string? Reason, string? Source, string? Kind, string? State, string? From, string? To, string? Text)
{
    public bool TryRead(ReportingCalendar calendar, [NotNullWhen(true)] out QuarantineFilter? filter, [NotNullWhen(false)] out Fault? fault) =>
        FailedBatchSelection.TryRead(
            new FailedBatchFilter { Reason = Reason, Source = Source, Kind = Kind, From = From, To = To, Text = Text },
            State,
            calendar,
            out filter,
            out fault);
}

/// <summary>Places in the list as clients get them, to send them back unread.</summary>
internal static class FailedBatchCursor
{
    private const int MaxIdLength = 200;

    public static string After(QuarantineEntry entry) => CursorText.Write(entry.FirstSeenAt, entry.Id);

    public static bool TryRead(string? text, out QuarantinePosition? after, [NotNullWhen(false)] out Fault? fault)
    {
        after = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (CursorText.TryRead(text.Trim(), MaxIdLength, out var firstSeenAt, out var id))
        {
            after = new QuarantinePosition(firstSeenAt, id);
            return true;
        }

        fault = QueryText.BadCursor(text);
        return false;
    }
}
