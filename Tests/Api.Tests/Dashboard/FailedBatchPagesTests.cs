using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Api.Tests.Endpoints;
using Pipeline.Core.Processing.Quarantine;
using Xunit;

namespace Pipeline.Api.Tests.Dashboard;

public sealed class FailedBatchPagesTests : IAsyncLifetime
{
    private const string List = "/hangfire/failed-batches";

    private readonly DashboardHost _dashboard = new();

    private IQuarantineStore Quarantine => _dashboard.Services.GetRequiredService<IQuarantineStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Quarantine.AddAsync(
        [
            FailedBatchEndpointsTests.Entry("1") with { Payload = "<script>alert(1)</script>" },
            FailedBatchEndpointsTests.Entry("2") with { Reason = "invalid.page" }, FailedBatchEndpointsTests.Entry("3"),
        ],
        Token);

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task List_Filter_ShowsGroupsAndEntries()
    {
        var page = await _dashboard.GetPageAsync($"{List}?reason=invalid.userId");

        Assert.Contains("invalid.userId", page, StringComparison.Ordinal);
        Assert.Contains("/hangfire/failed-batches/details/3", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/hangfire/failed-batches/details/2", page, StringComparison.Ordinal);
        Assert.Contains("kind: must be one of", await _dashboard.GetPageAsync($"{List}?kind=moon"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_Payload_IsTextAndNeverMarkup()
    {
        var page = await _dashboard.GetPageAsync($"{List}/details/1");

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
        Assert.Contains("There is no such failed batch.", await _dashboard.GetPageAsync($"{List}/details/9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_Filter_ClaimsItAndShowsTheRun()
    {
        using var answer = await SendAsync($"{List}/retry", ("reason", "invalid.userId"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("/hangfire/runs/details/", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Retrying }, Token));
    }

    [Fact]
    public async Task Retry_TickedEntry_ClaimsItAlone()
    {
        using var answer = await SendAsync($"{List}/retry", ("id", "3"), ("reason", "invalid.userId"));

        Assert.Equal(QuarantineState.Retrying, (await Quarantine.FindAsync("3", Token))!.State);
        Assert.Equal(QuarantineState.Open, (await Quarantine.FindAsync("1", Token))!.State);
    }

    [Fact]
    public async Task Discard_WithoutAReason_ChangesNothing()
    {
        using var refused = await SendAsync($"{List}/discard", ("id", "3"));
        Assert.Equal($"{List}?none=true", refused.Headers.Location!.ToString());
        Assert.Equal(QuarantineState.Open, (await Quarantine.FindAsync("3", Token))!.State);

        using var taken = await SendAsync($"{List}/discard", ("id", "3"), ("why", "a test shop"));
        Assert.Equal(("a test shop", QuarantineState.Discarded), ((await Quarantine.FindAsync("3", Token))!.History[^1].Detail, (await Quarantine.FindAsync("3", Token))!.State));
    }

    [Theory]
    [InlineData("GET", true, HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", false, HttpStatusCode.Forbidden)]
    public async Task Command_ByGetOrFromAReader_IsRefused(string method, bool isOperator, HttpStatusCode status)
    {
        var form = await FormAsync(("id", "3"));
        _dashboard.IsOperator = isOperator;

        using var answer = await _dashboard.SendAsync(new HttpMethod(method), $"{List}/retry", method == "GET" ? null : form);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(3, await Quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, Token));
    }

    [Fact]
    public async Task Command_WithoutTheToken_IsRefused()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("id", "3")]);

        using var answer = await _dashboard.SendAsync(HttpMethod.Post, $"{List}/retry", form);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task List_ForReaders_HasNoButtons()
    {
        _dashboard.IsOperator = false;

        var page = await _dashboard.GetPageAsync(List);

        Assert.DoesNotContain("Retry in stages", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"checkbox\"", page, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] fields) =>
        await _dashboard.SendAsync(HttpMethod.Post, path, await FormAsync(fields));

    private async Task<FormUrlEncodedContent> FormAsync(params (string Name, string Value)[] fields)
    {
        var token = Regex.Match(await _dashboard.GetPageAsync(List), "type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]+)\"");
        return new FormUrlEncodedContent(
        [
            KeyValuePair.Create(token.Groups[1].Value, WebUtility.HtmlDecode(token.Groups[2].Value)),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
    }
}
