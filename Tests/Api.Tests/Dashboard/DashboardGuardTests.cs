using System.Net;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Pipeline.Api.Tests.Dashboard;

public sealed class DashboardGuardTests : IClassFixture<DashboardHost>
{
    private const string Recurring = "purge-slices";

    private readonly DashboardHost _host;

    public DashboardGuardTests(DashboardHost host)
    {
        _host = host;
        _host.IsOperator = true;
    }

    [Theory]
    [InlineData("GET", "/hangfire/recurring/remove")]
    [InlineData("HEAD", "/hangfire/recurring/remove")]
    [InlineData("OPTIONS", "/hangfire/recurring/remove")]
    [InlineData("TRACE", "/hangfire/recurring/remove")]
    [InlineData("GET", "/hangfire/recurring/trigger")]
    [InlineData("GET", "/HANGFIRE/Recurring/Trigger/")]
    [InlineData("GET", "/hangfire/jobs/failed/requeue")]
    [InlineData("GET", "/hangfire/jobs/scheduled/enqueue")]
    [InlineData("OPTIONS", "/hangfire/jobs/enqueued/delete")]
    [InlineData("GET", "/hangfire/jobs/actions/requeue/7")]
    [InlineData("DELETE", "/hangfire/jobs/actions/delete/7")]
    [InlineData("GET", "/hangfire/stats")]
    public async Task Command_NotAPost_IsRefusedAndDoesNothing(string method, string path)
    {
        AddRecurring();
        foreach (var content in new[] { DashboardHost.Form(Recurring), null })
        {
            using var answer = await _host.SendAsync(new HttpMethod(method), path, content);

            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(["POST"], answer.Content.Headers.Allow);
        }

        Assert.Equal(0, _host.Storage.GetMonitoringApi().EnqueuedCount("long"));
        Assert.True(IsRecurring());
    }

    [Fact]
    public async Task Command_PostWithoutToken_IsRefusedAndDoesNothing()
    {
        AddRecurring();

        using var answer = await _host.SendAsync(HttpMethod.Post, "/hangfire/recurring/remove", DashboardHost.Form(Recurring));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(IsRecurring());
    }

    [Fact]
    public async Task Command_OperatorsPost_IsDone()
    {
        AddRecurring();

        using var answer = await _host.PressAsync("/hangfire/recurring/remove", Recurring);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.False(IsRecurring());
    }

    [Fact]
    public async Task Command_PostWithoutRows_IsRefusedWithoutAFault()
    {
        using var answer = await _host.PressAsync("/hangfire/recurring/remove", null);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Command_OfAReader_IsForbiddenAndHasNoButton()
    {
        AddRecurring();
        Assert.Contains("data-url=\"/hangfire/recurring/remove\"", await _host.GetPageAsync("/hangfire/recurring"), StringComparison.Ordinal);
        _host.IsOperator = false;

        using var answer = await _host.PressAsync("/hangfire/recurring/remove", Recurring);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(IsRecurring());
        Assert.DoesNotContain("data-url=\"/hangfire/recurring/remove\"", await _host.GetPageAsync("/hangfire/recurring"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_OfAReader_AreAnswered()
    {
        _host.IsOperator = false;

        using var answer = await _host.PressAsync("/hangfire/stats", "7");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private void AddRecurring() => _host.Services.GetRequiredService<IRecurringJobManagerV2>()
        .AddOrUpdate(Recurring, Hangfire.Common.Job.FromExpression(() => Console.WriteLine()), Cron.Never(), new RecurringJobOptions());

    private bool IsRecurring()
    {
        using var connection = _host.Storage.GetConnection();
        return connection.GetRecurringJobs([Recurring]).Single().Cron is not null;
    }
}
