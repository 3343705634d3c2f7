using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pipeline.Api.Contracts;
using Pipeline.Api.OpenApi;
using Pipeline.Core;
using Pipeline.Core.History;
using Pipeline.Core.ReportingTime;
using Pipeline.Jobs;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Endpoints;

/// <summary>Where the events of each day lie, and what operators do with days.</summary>
internal static class ArchiveEndpoints
{
    private const int DefaultDays = 100;
    private const int MaxDays = 4_000;
    private const int MaxDaysAtOnce = 400;
    private const int MaxKeepDays = 36_525;

    public static RouteGroupBuilder MapArchiveEndpoints(this RouteGroupBuilder ops)
    {
        ops.MapGet("/archive", GetAsync).WithName("GetArchive").WithSummary("The UTC days that have events, latest first, with their archived parts")
            .WithDescription("`state` of a day is hot, sealed (on its way to the archive), archived, late (archived, and events that came later are "
                + "still in the raw store) or damaged; give one to see only such days. `limit` is 1 to 4,000 days, default 100; to get the rest, "
                + "send `next` as `cursor`.");
        ops.MapGet("/archive/expiring", GetExpiringAsync).WithName("GetExpiring").WithSummary("What would be deleted if events were kept for some days")
            .WithDescription("`keepDays` is 1 to 36,525 days after the end of the UTC day that events are of, default the setting "
                + "Pipeline:Archive:KeepDays, which deletes them daily; without it nothing is ever deleted by age. Nothing is by this call.");
        ops.MapPost("/archive", ArchiveAsync).WithName("ArchiveDays").WithSummary("Move days to the archive now")
            .WithDescription("`from` and `to` are UTC days (yyyy-MM-dd), both included, none of them hot; `{}` means every day that is no longer hot. "
                + "202 means that the run is queued; its result says how many events were moved.").WithRebuildBody();
        ops.MapPost("/restore", RestoreAsync).WithName("RestoreDays").WithSummary("Bring archived days back to the raw store")
            .WithDescription("`from` and `to` are UTC days (yyyy-MM-dd), both included, at most 400. 202 means that the run is queued; its result "
                + "says how many events are back. Restored days stay hot for as long as new ones.").WithRebuildBody();
        ops.MapPost("/verify", VerifyAsync).WithName("VerifyArchive").WithSummary("Prove archived days again from their files")
            .WithDescription("`from` and `to` are UTC days (yyyy-MM-dd), both included; `{}` means everything. 202 means that the run is queued. A "
                + "part that is not proved is marked as damaged, and raises an alarm.").WithRebuildBody();
        ops.MapPost("/compact", CompactAsync).WithName("CompactDays").WithSummary("Merge the files of archived days")
            .WithDescription("`from` and `to` are UTC days (yyyy-MM-dd), both included: those with two files or more get one. `{}` means every day "
                + "with many (Pipeline:Archive:CompactParts). 202 means that the run is queued; its result says how many files were merged.")
            .WithRebuildBody();
        return ops;
    }

    private static async Task<Results<Ok<PagedResponse<ArchiveDayResponse>>, BadRequest<ErrorResponse>>> GetAsync(
        string? state, string? limit, string? cursor, ArchiveOverview archive, CancellationToken cancellationToken)
    {
        if (!TryReadState(state, out var wanted, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultDays, MaxDays, out var count, out fault)
            || !TryReadCursor(cursor, out var before, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        var days = (await archive.ReadAsync(cancellationToken)).Where(day => wanted is null || day.State == wanted).ToList();
        var rest = days.FindAll(day => day.Day < before);
        var shown = rest.Take(count.Value).ToList();
        return TypedResults.Ok(new PagedResponse<ArchiveDayResponse>(
            shown.ConvertAll(ArchiveDayResponse.Of), days.Count, rest.Count > shown.Count ? Write(shown[^1].Day) : null));
    }

    private static async Task<Results<Ok<DataResponse<ExpiringResponse>>, BadRequest<ErrorResponse>>> GetExpiringAsync(
        string? keepDays, ExpiringDays expiring, IOptions<ArchivingOptions> options, CancellationToken cancellationToken)
    {
        var configured = options.Value.KeepDays;
        if (!QueryText.TryReadNumber("keepDays", keepDays, configured, 1, MaxKeepDays, out var days, out var fault))
        {
            return Refusal.BadRequest(fault);
        }

        return days == 0
            ? Refusal.BadRequest(new("keepDays", "is required: Pipeline:Archive:KeepDays is not set, so events are kept for ever"))
            : TypedResults.Ok(new DataResponse<ExpiringResponse>(
                ExpiringResponse.Of(days.Value, configured, await expiring.FindAsync(days.Value, cancellationToken))));
    }

    private static async Task<Results<Accepted<DataResponse<RunReceipt>>, BadRequest<ErrorResponse>>> ArchiveAsync(
        HttpRequest request, JobStarter jobs, IOptions<ArchivingOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (days, fault) = await RequestedDays.ReadAsync(request, cancellationToken);
        if (fault is null && days is { } range)
        {
            fault = FindHot(range, options.Value.HotDays, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        }

        return fault is null
            ? RequestedDays.Accepted(jobs.Start(JobTable.ArchiveDays, new ArchiveDaysArguments(days?.From, days?.To)))
            : Refusal.BadRequest(fault);
    }

    private static Fault? FindHot(ReportingRange range, int hotDays, DateOnly today) =>
        range.DayCount > MaxDaysAtOnce ? new("from", $"must be less than {MaxDaysAtOnce} days before to")
        : range.To > today ? new("to", "must not be in the future")
        : range.To >= today.AddDays(-hotDays) ? new("to", $"must be before {Write(today.AddDays(-hotDays))}: later days are hot (Pipeline:Archive:HotDays)")
        : null;

    private static async Task<Results<Accepted<DataResponse<RunReceipt>>, BadRequest<ErrorResponse>>> RestoreAsync(
        HttpRequest request, JobStarter jobs, CancellationToken cancellationToken)
    {
        var (days, fault) = await RequestedDays.ReadAsync(request, cancellationToken);
        return fault is not null ? Refusal.BadRequest(fault)
            : days is not { } range ? Refusal.BadRequest(new("from", "is required"))
            : range.DayCount > MaxDaysAtOnce ? Refusal.BadRequest(new("from", $"must be less than {MaxDaysAtOnce} days before to"))
            : RequestedDays.Accepted(jobs.Start(JobTable.RestoreDays, new RestoreDaysArguments(range.From, range.To)));
    }

    private static async Task<Results<Accepted<DataResponse<RunReceipt>>, BadRequest<ErrorResponse>>> VerifyAsync(
        HttpRequest request, JobStarter jobs, CancellationToken cancellationToken)
    {
        var (days, fault) = await RequestedDays.ReadAsync(request, cancellationToken);
        return fault is null
            ? RequestedDays.Accepted(jobs.Start(
                JobTable.VerifyArchive, new VerifyArchiveArguments(days?.From ?? DateOnly.MinValue, days?.To ?? DateOnly.MaxValue)))
            : Refusal.BadRequest(fault);
    }

    private static async Task<Results<Accepted<DataResponse<RunReceipt>>, BadRequest<ErrorResponse>>> CompactAsync(
        HttpRequest request, JobStarter jobs, CancellationToken cancellationToken)
    {
        var (days, fault) = await RequestedDays.ReadAsync(request, cancellationToken);
        return fault is null
            ? RequestedDays.Accepted(jobs.Start(JobTable.CompactDays, new CompactDaysArguments(days?.From, days?.To)))
            : Refusal.BadRequest(fault);
    }

    private static bool TryReadState(string? text, out ArchiveDayState? state, [NotNullWhen(false)] out Fault? fault)
    {
        (state, fault) = (null, null);
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (text.Trim().All(char.IsAsciiLetter) && Enum.TryParse<ArchiveDayState>(text.Trim(), ignoreCase: true, out var read))
        {
            state = read;
            return true;
        }

        fault = new("state", "must be hot, sealed, archived, late or damaged", $"{text.Length} characters");
        return false;
    }

    private static bool TryReadCursor(string? text, out DateOnly before, [NotNullWhen(false)] out Fault? fault)
    {
        (before, fault) = (DateOnly.MaxValue, null);
        if (!string.IsNullOrWhiteSpace(text)
            && !DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out before))
        {
            fault = new("cursor", "must be a value of next", $"{text.Length} characters");
        }

        return fault is null;
    }

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
