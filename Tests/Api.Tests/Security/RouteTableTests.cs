using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Api.Security;
using Xunit;

namespace Pipeline.Api.Tests.Security;

/// <summary>Every route, and who gets past its door: (anonymous, reader, operator, ingest key, browser key).</summary>
public sealed class RouteTableTests(ClosedApi api) : IClassFixture<ClosedApi>
{
    private const string Open = "yes yes yes yes yes";
    private const string Readers = "401 yes yes 403 403";
    private const string Operators = "401 403 yes 403 403";
    private const string Ingest = "401 403 403 yes yes";

    private static readonly Dictionary<string, string> Table = new()
    {
        ["GET /api/health"] = Open,
        ["GET /api/health/ready"] = Open,
        ["GET /api/openapi.json"] = Open,
        ["GET /api/docs/{documentName?}"] = Open,
        ["GET /api/docs/scalar.js"] = Open,
        ["GET /api/docs/favicon.svg"] = Open,
        ["GET /api/docs/scalar.aspnetcore.js"] = Open,
        ["GET /"] = Open,
        ["GET /sign-in"] = Open,
        ["GET /sign-in.css"] = Open,
        ["GET /api/sign-in/provider"] = Open,
        ["POST /api/sign-in"] = Open,
        ["POST /api/sign-out"] = Open,
        ["GET /api/me"] = Readers,
        ["POST /api/events"] = Ingest,
        ["POST /api/events/batch"] = Ingest,
        ["PUT /api/users/{userId}"] = Ingest,
        ["GET /api/config"] = Readers,
        ["GET /api/analytics/traffic"] = Readers,
        ["GET /api/analytics/search"] = Readers,
        ["GET /api/analytics/product-and-cart"] = Readers,
        ["GET /api/analytics/revenue-and-conversion"] = Readers,
        ["GET /api/analytics/user-behavior-and-funnel"] = Readers,
        ["GET /api/analytics/now"] = Readers,
        ["GET /api/users/search"] = Readers,
        ["GET /api/users/{id}/sessions"] = Readers,
        ["GET /api/users/{id}/journeys"] = Readers,
        ["GET /api/ops/status"] = Operators,
        ["GET /api/ops/status/history"] = Operators,
        ["GET /api/ops/runs"] = Operators,
        ["GET /api/ops/runs/{id}"] = Operators,
        ["POST /api/ops/runs/retry"] = Operators,
        ["POST /api/ops/runs/{id}/cancel"] = Operators,
        ["GET /api/ops/failed-batches"] = Operators,
        ["GET /api/ops/failed-batches/export"] = Operators,
        ["GET /api/ops/failed-batches/{id}"] = Operators,
        ["POST /api/ops/failed-batches/retry"] = Operators,
        ["POST /api/ops/failed-batches/edit-and-retry"] = Operators,
        ["POST /api/ops/failed-batches/{id}/edit-and-retry"] = Operators,
        ["POST /api/ops/failed-batches/discard"] = Operators,
        ["POST /api/ops/rollups/rebuild"] = Operators,
        ["POST /api/ops/rebuild"] = Operators,
        ["GET /api/ops/archive"] = Operators,
        ["GET /api/ops/archive/expiring"] = Operators,
        ["POST /api/ops/archive"] = Operators,
        ["POST /api/ops/restore"] = Operators,
        ["POST /api/ops/verify"] = Operators,
        ["POST /api/ops/compact"] = Operators,
        ["GET /api/ops/ledger"] = Operators,
        ["GET /api/ops/alarms"] = Operators,
        ["POST /api/ops/alarms/{id}/acknowledge"] = Operators,
        ["GET /api/ops/audit"] = Operators,
        ["* /hangfire/{**path}"] = Readers,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Routes => [.. Table.Keys];

    [Fact]
    public void Table_HasEveryRouteOfTheApi()
    {
        var routes =
            from endpoint in api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
            select $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}";

        Assert.Equal(Table.Keys.Order(), routes.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Route_ForEach_IsOpenToThoseInTheTable(string route)
    {
        var (method, address) = (route.Split(' ')[0], route.Split(' ')[1]);
        address = address.Replace("{**path}", "recurring", StringComparison.Ordinal).Replace("{documentName?}", "", StringComparison.Ordinal)
            .Replace("{id}", "x", StringComparison.Ordinal).Replace("{userId}", "x", StringComparison.Ordinal);
        string?[] keys = [null, ClosedApi.ReaderKey, ClosedApi.OperatorKey, ClosedApi.IngestKey, ClosedApi.BrowserKey];

        var answers = new List<string>();
        foreach (var key in keys)
        {
            using var request = new HttpRequestMessage(method == "*" ? HttpMethod.Get : new HttpMethod(method), address);
            using var response = await api.Client(key, key == ClosedApi.BrowserKey ? ClosedApi.Shop : null).SendAsync(request, Token);
            answers.Add(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"{(int)response.StatusCode}" : "yes");
        }

        Assert.Equal(Table[route], string.Join(' ', answers));
    }

    [Fact]
    public async Task HangfireCommands_OfReaders_AreRefused()
    {
        using var response = await api.Client(ClosedApi.ReaderKey).PostAsync(
            "/hangfire/recurring/trigger", new FormUrlEncodedContent([new("jobs[]", "refresh-rollups")]), Token);

        Assert.True(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
    }

    [Fact]
    public void EveryRoute_NamesItsPolicyOrIsOpen() => Assert.All(
        api.Services.GetRequiredService<EndpointDataSource>().Endpoints,
        endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null
            || endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()?.Policy is Access.Reader or Access.Operator or Access.Ingest
            || endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.AuthorizationPolicy>() is not null,
            endpoint.DisplayName));
}
