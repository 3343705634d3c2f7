using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Api.Security;
using Pipeline.Api.Web;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

internal static class ConfigEndpoints
{
    private static readonly string Version =
        typeof(ConfigEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static IEndpointRouteBuilder MapConfigEndpoints(this IEndpointRouteBuilder routes)
    {
        var config = routes.MapGroup("/api/config").RequireAccess(Access.Reader);
        config.MapGet("", GetConfig).WithTags("Config").WithName("GetConfig").WithSummary("The shop, its zone and its currency");
        return routes;
    }

    private static Ok<DataResponse<WebConfig>> GetConfig(IOptions<WebOptions> web, ReportingCalendar calendar) =>
        TypedResults.Ok(new DataResponse<WebConfig>(new(
            web.Value.Shop, calendar.Zone, web.Value.Currency, web.Value.Demo, Version,
            new(EventBatchReader.MaxEvents, EventBatchReader.MaxBytes, EventLimits.MaxEventBytes))));
}
