using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Core;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

/// <summary>The account of every accepted item, hour by hour.</summary>
internal static class LedgerEndpoints
{
    private const int DefaultRows = 1_000;
    private const int MaxRows = 10_000;

    public static RouteGroupBuilder MapLedgerEndpoints(this RouteGroupBuilder ops)
    {
        ops.MapGet("/ledger", GetAsync).WithName("GetLedger").WithSummary("The ledger by hour of receipt and producer, for the last 7 days")
            .WithDescription("`from` and `to` are days of the reporting zone or times with offset, both included; every hour (of UTC) of which "
                + "a part is in that range counts. `producer` names one producer. `limit` is 1 to 10,000 rows, default 1,000; the totals "
                + "are those of all rows. What is missing counts in the hour of the last envelope before it.");
        return ops;
    }

    private static async Task<Results<Ok<DataResponse<LedgerResponse>>, BadRequest<ErrorResponse>>> GetAsync(
        string? from,
        string? to,
        string? producer,
        string? limit,
        Bookkeeper bookkeeper,
        ReportingCalendar calendar,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        Guid? wanted = Guid.TryParse(producer?.Trim(), out var id) ? id : null;
        var range = new TimeRange(time.GetUtcNow() - LedgerHour.Kept, time.GetUtcNow() + TimeSpan.FromHours(1));
        var fault = wanted is null && !string.IsNullOrWhiteSpace(producer)
            ? new Fault("producer", "must be a UUID", $"{producer.Length} characters")
            : null;
        if (fault is null && !(string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to)))
        {
            range = InstantRangeParser.TryParse(from, to, calendar, out var asked, out fault) ? asked.Value : range;
        }

        if (fault is not null || !QueryText.TryReadLimit(limit, DefaultRows, MaxRows, out var rows, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        var report = await bookkeeper.ReadHoursAsync(range.Start, range.End, wanted, cancellationToken);
        return TypedResults.Ok(new DataResponse<LedgerResponse>(LedgerResponse.Of(report, rows.Value)));
    }
}
