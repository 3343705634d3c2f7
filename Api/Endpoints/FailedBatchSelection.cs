using System.Diagnostics.CodeAnalysis;
using Pipeline.Api.Contracts;
using Pipeline.Core;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

/// <summary>Reads which failed batches a request means.</summary>
internal static class FailedBatchSelection
{
    private const int MaxTextLength = 500;
    private const int MaxNamed = 10;

    /// <summary>For the list: any state; open when none is asked for.</summary>
    public static bool TryRead(
        FailedBatchFilter asked,
        string? state,
        ReportingCalendar calendar,
        [NotNullWhen(true)] out QuarantineFilter? filter,
        [NotNullWhen(false)] out Fault? fault)
    {
        filter = null;
        TimeRange? range = null;
        QuarantineState? ofState = null;
        if (!QueryText.TryReadWord("source", asked.Source, out QuarantineSource? source, out fault)
            || !QueryText.TryReadWord("kind", asked.Kind, out QuarantineKind? kind, out fault)
            || (!IsAll(state) && !QueryText.TryReadWord("state", string.IsNullOrWhiteSpace(state) ? "open" : state, out ofState, out fault))
            || (!(string.IsNullOrWhiteSpace(asked.From) && string.IsNullOrWhiteSpace(asked.To))
                && !InstantRangeParser.TryParse(asked.From, asked.To, calendar, out range, out fault)))
        {
            return false;
        }

        fault = asked.Text is { Length: > MaxTextLength }
            ? new Fault("text", $"must be at most {MaxTextLength} characters", $"{asked.Text.Length} characters")
            : null;
        filter = fault is not null ? null : new QuarantineFilter
        {
            Reason = NullIfBlank(asked.Reason),
            Source = source,
            Kind = kind,
            State = ofState,
            From = range?.Start,
            To = range?.End,
            Text = NullIfBlank(asked.Text),
        };
        return filter is not null;
    }

    /// <summary>For changes: open entries, by id or by filter.</summary>
    public static bool TryRead(
        IFailedBatchSelection selection,
        ReportingCalendar calendar,
        [NotNullWhen(true)] out QuarantineFilter? filter,
        [NotNullWhen(false)] out Fault? fault)
    {
        filter = null;
        fault = (selection.Ids, selection.Filter) switch
        {
            (null, null) => new Fault("ids", "or filter is required; an empty filter means everything that is open"),
            (not null, not null) => new Fault("ids", "and filter exclude each other"),
            ({ Count: 0 or > QuarantineFilter.MaxIds } ids, _) =>
                new Fault("ids", $"must be 1 to {QuarantineFilter.MaxIds:N0} ids", $"{ids.Count} ids"),
            _ => null,
        };
        if (fault is null && selection.Ids is { } given)
        {
            filter = new QuarantineFilter { Ids = given.ToHashSet(StringComparer.Ordinal), State = QuarantineState.Open };
        }

        return fault is null && (filter is not null || TryRead(selection.Filter!, "open", calendar, out filter, out fault));
    }

    /// <summary>
    /// Why nothing can be done with a selection of open entries: an id that there is not, one that somebody has dealt with, or nothing
    /// that the filter lets through. Null when something can.
    /// </summary>
    public static async Task<ErrorResponse?> FindFaultAsync(
        QuarantineFilter filter, IQuarantineStore quarantine, CancellationToken cancellationToken)
    {
        if (filter.Ids is not { } ids)
        {
            return await quarantine.CountAsync(filter, cancellationToken) > 0
                ? null
                : new ErrorResponse("No open failed batch is among these.", StatusCodes.Status404NotFound);
        }

        var found = await quarantine.ListAsync(filter with { State = null }, after: null, QuarantineFilter.MaxIds, cancellationToken);
        var unknown = ids.Except(found.Select(entry => entry.Id), StringComparer.Ordinal).ToList();
        var busy = found.Where(entry => entry.State != QuarantineState.Open).ToList();
        return unknown.Count > 0
                ? new ErrorResponse("There are no such failed batches.", StatusCodes.Status404NotFound, [.. unknown.Take(MaxNamed)])
            : busy.Count > 0
                ? new ErrorResponse(
                    "Somebody has dealt with some of these, or is retrying them.",
                    StatusCodes.Status409Conflict,
                    [.. busy.Take(MaxNamed).Select(entry => $"{entry.Id}: {QueryText.WordOf(entry.State)}")])
            : null;
    }

    private static bool IsAll(string? state) => "all".Equals(state?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
