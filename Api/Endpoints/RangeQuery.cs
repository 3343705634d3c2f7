using Microsoft.AspNetCore.Mvc;

namespace Pipeline.Api.Endpoints;

/// <summary>The days that an analytics request asks for: a named period, or both days.</summary>
/// <param name="Period">today, yesterday, last_7_days, this_week, last_week, this_month, last_month, this_year or last_year.</param>
/// <param name="From">First calendar day of the reporting time zone, yyyy-MM-dd.</param>
/// <param name="To">Last calendar day, included.</param>
internal readonly record struct RangeQuery(
    [FromQuery(Name = "period")] string? Period,
    [FromQuery(Name = "from")] string? From,
    [FromQuery(Name = "to")] string? To);
