using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Core.Analytics;
using Pipeline.Core.Analytics.Present;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Endpoints;

internal static class AnalyticsEndpoints
{
    private const string RangeRule =
        "Give `period` (today, yesterday, last_7_days, this_week, last_week, this_month, last_month, this_year, last_year, in any case; weeks start on "
        + "Sunday) or both `from` and `to` (yyyy-MM-dd, included, at most 10 years). Days are those of the reporting time zone.";

    public static IEndpointRouteBuilder MapAnalyticsEndpoints(this IEndpointRouteBuilder routes)
    {
        var analytics = routes.MapGroup("/api/analytics").WithTags("Analytics").WithDescription(RangeRule).RequireAccess(Access.Reader)
            .WithShare(WorkKind.Analytics);
        analytics.MapGet("/traffic", GetTrafficAsync).WithName("GetTraffic").WithSummary("Sessions, users and pages")
            .WithDescription($"{RangeRule} {ListRule(TrafficReport.DefaultPages)}");
        analytics.MapGet("/search", GetSearchAsync).WithName("GetSearch").WithSummary("Search queries, found and not found")
            .WithDescription($"{RangeRule} {ListRule(SearchReport.DefaultQueries)}");
        analytics.MapGet("/product-and-cart", GetProductAndCartAsync).WithName("GetProductAndCart").WithSummary("Carts and products")
            .WithDescription($"{RangeRule} {ListRule(ProductAndCartReport.DefaultProducts)}");
        analytics.MapGet("/revenue-and-conversion", GetRevenueAsync).WithName("GetRevenueAndConversion").WithSummary("Orders and revenue");
        analytics.MapGet("/user-behavior-and-funnel", GetBehaviorAsync).WithName("GetUserBehaviorAndFunnel")
            .WithSummary("Distinct users by event type and device")
            .WithDescription($"{RangeRule} {ListRule(BehaviorReport.DefaultKeys)} SEARCH, PAGE_VIEW, ADD_TO_CART and ORDER_PLACED are "
                + "always in the first part of `funnel` when they occur.");
        analytics.MapGet("/now", GetNowAsync).WithName("GetNow").WithSummary("The last 30 minutes")
            .WithDescription("Events, page views and orders by UTC minute, users of the last five minutes and the pages with most views. "
                + "All who ask within the same second get the same answer.");
        return routes;
    }

    private static string ListRule(int fallback) =>
        $"`limit` is the number of entries of each list, 1 to {ListWindow.MaxLimit:N0}, default {fallback}; `offset` leaves out the first "
        + "entries, so that the rest can be had part by part. `…Total` says how many there are.";

    private static async Task<Ok<DataResponse<PresentReport>>> GetNowAsync(PresentReader present, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DataResponse<PresentReport>(await present.ReadAsync(cancellationToken)));

    private static Task<Results<Ok<DataResponse<TrafficReport>>, BadRequest<ErrorResponse>>> GetTrafficAsync(
        [AsParameters] RangeQuery query, [AsParameters] ListQuery list, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, list, TrafficReport.DefaultPages, reader, TrafficReport.Parts, TrafficReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<SearchReport>>, BadRequest<ErrorResponse>>> GetSearchAsync(
        [AsParameters] RangeQuery query, [AsParameters] ListQuery list, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, list, SearchReport.DefaultQueries, reader, SearchReport.Parts, SearchReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<ProductAndCartReport>>, BadRequest<ErrorResponse>>> GetProductAndCartAsync(
        [AsParameters] RangeQuery query, [AsParameters] ListQuery list, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(
            query, list, ProductAndCartReport.DefaultProducts, reader, ProductAndCartReport.Parts, ProductAndCartReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<RevenueReport>>, BadRequest<ErrorResponse>>> GetRevenueAsync(
        [AsParameters] RangeQuery query, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, reader, RevenueReport.Parts, RevenueReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<BehaviorReport>>, BadRequest<ErrorResponse>>> GetBehaviorAsync(
        [AsParameters] RangeQuery query, [AsParameters] ListQuery list, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, list, BehaviorReport.DefaultKeys, reader, BehaviorReport.Parts, BehaviorReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<TReport>>, BadRequest<ErrorResponse>>> AnswerAsync<TReport>(
        RangeQuery query,
        ListQuery list,
        int fallback,
        RollupReader reader,
        IReadOnlyList<RollupPart> parts,
        Func<RangeSum, ListWindow, TReport> report,
        CancellationToken cancellationToken)
        where TReport : RangeReport =>
        list.TryRead(fallback, out var window, out var fault)
            ? AnswerAsync(query, reader, parts, sum => report(sum, window), cancellationToken)
            : Task.FromResult<Results<Ok<DataResponse<TReport>>, BadRequest<ErrorResponse>>>(Refusal.BadRequest(fault));

    private static async Task<Results<Ok<DataResponse<TReport>>, BadRequest<ErrorResponse>>> AnswerAsync<TReport>(
        RangeQuery query,
        RollupReader reader,
        IReadOnlyList<RollupPart> parts,
        Func<RangeSum, TReport> report,
        CancellationToken cancellationToken)
        where TReport : RangeReport
    {
        if (!ReportingRangeParser.TryParse(query.Period, query.From, query.To, reader.Today, out var range, out var fault))
        {
            return Refusal.BadRequest(fault);
        }

        var sum = await reader.ReadAsync(range.Value, parts, cancellationToken);
        return TypedResults.Ok(new DataResponse<TReport>(report(sum)));
    }
}
