using System.Text.Json;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

/// <summary>Lists of the same five runs, all from one API.</summary>
public sealed class RunListEndpointsTests(ReadApi api) : IClassFixture<ReadApi>
{
    [Theory]
    [InlineData("job=Rebuild-Rollups", "4 3 2 1 0")]
    [InlineData("job=archive", "")]
    [InlineData("state=FAILED", "4 3")]
    [InlineData("state=failed&text=day%203", "3")]
    [InlineData("from=2026-03-08&to=2026-03-09", "3 2")]
    [InlineData("from=2026-03-10T11:59:59%2B01:00&to=2026-03-11", "4")]
    public async Task GetRuns_Conditions_AnswersWhatMeetsAllOfThem(string query, string expected)
    {
        await RunEndpointsTests.AddDailyAsync(api);

        var answer = await api.GetAsync($"/api/ops/runs?{query}");

        Assert.Equal(expected, IdsOf(answer));
        Assert.Equal(answer.GetProperty("data").GetArrayLength(), answer.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task GetRuns_LimitAndCursor_PageThroughAll()
    {
        await RunEndpointsTests.AddDailyAsync(api);

        var first = await api.GetAsync("/api/ops/runs?limit=3");
        var rest = await api.GetAsync($"/api/ops/runs?limit=3&cursor={first.GetProperty("next").GetString()}");

        Assert.Equal(("4 3 2", "1 0"), (IdsOf(first), IdsOf(rest)));
        Assert.Equal((5, 5), (first.GetProperty("total").GetInt32(), rest.GetProperty("total").GetInt32()));
        Assert.False(rest.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("limit=201", "limit: must be a whole number from 1 to 200 (got 3 characters)")]
    [InlineData("state=done", "state: must be one of queued, running, succeeded, failed, interrupted, canceled, skipped (got 4 characters)")]
    [InlineData("from=2026-03-08", "to: is required when from is given")]
    [InlineData("cursor=x", "cursor: must be what an earlier answer had as next (got 1 characters)")]
    public async Task GetRuns_BadCondition_NamesTheRule(string query, string message) =>
        await api.RefusesAsync($"/api/ops/runs?{query}", message);

    private static string IdsOf(JsonElement answer) =>
        string.Join(' ', answer.GetProperty("data").EnumerateArray().Select(run => run.GetProperty("id").GetString()));
}
