using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
using Pipeline.Core.Analytics;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Endpoints;

internal static class AnalyticsEndpoints
{
    private const string RangeRule =
        "Give `period` (today, yesterday, last_7_days, this_week, last_week, this_month, last_month, this_year, last_year; weeks start on "
        + "Sunday) or both `from` and `to` (yyyy-MM-dd, included, at most 10 years). Days are those of the reporting time zone.";

    public static IEndpointRouteBuilder MapAnalyticsEndpoints(this IEndpointRouteBuilder routes)
    {
        var analytics = routes.MapGroup("/api/analytics").WithTags("Analytics").WithDescription(RangeRule).WithShare(WorkKind.Analytics);
        analytics.MapGet("/traffic", GetTrafficAsync).WithName("GetTraffic").WithSummary("Sessions, users and pages")
            .WithDescription($"{RangeRule} `limit` is the number of pages, 1 to 1,000, default 100.");
        analytics.MapGet("/search", GetSearchAsync).WithName("GetSearch").WithSummary("Search queries, found and not found");
        analytics.MapGet("/product-and-cart", GetProductAndCartAsync).WithName("GetProductAndCart").WithSummary("Carts and products");
        analytics.MapGet("/revenue-and-conversion", GetRevenueAsync).WithName("GetRevenueAndConversion").WithSummary("Orders and revenue");
        analytics.MapGet("/user-behavior-and-funnel", GetBehaviorAsync).WithName("GetUserBehaviorAndFunnel")
            .WithSummary("Distinct users by event type and device");
        return routes;
    }

    private static Task<Results<Ok<DataResponse<TrafficReport>>, BadRequest<ErrorResponse>>> GetTrafficAsync(
        [AsParameters] RangeQuery query, string? limit, RollupReader reader, CancellationToken cancellationToken) =>
        QueryText.TryReadLimit(limit, TrafficReport.DefaultPages, TrafficReport.MaxPages, out var pages, out var fault)
            ? AnswerAsync(query, reader, TrafficReport.Parts, sum => TrafficReport.Of(sum, pages.Value), cancellationToken)
            : Task.FromResult<Results<Ok<DataResponse<TrafficReport>>, BadRequest<ErrorResponse>>>(Refusal.BadRequest(fault));

    private static Task<Results<Ok<DataResponse<SearchReport>>, BadRequest<ErrorResponse>>> GetSearchAsync(
        [AsParameters] RangeQuery query, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, reader, SearchReport.Parts, SearchReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<ProductAndCartReport>>, BadRequest<ErrorResponse>>> GetProductAndCartAsync(
        [AsParameters] RangeQuery query, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, reader, ProductAndCartReport.Parts, ProductAndCartReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<RevenueReport>>, BadRequest<ErrorResponse>>> GetRevenueAsync(
        [AsParameters] RangeQuery query, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, reader, RevenueReport.Parts, RevenueReport.Of, cancellationToken);

    private static Task<Results<Ok<DataResponse<BehaviorReport>>, BadRequest<ErrorResponse>>> GetBehaviorAsync(
        [AsParameters] RangeQuery query, RollupReader reader, CancellationToken cancellationToken) =>
        AnswerAsync(query, reader, BehaviorReport.Parts, BehaviorReport.Of, cancellationToken);

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
