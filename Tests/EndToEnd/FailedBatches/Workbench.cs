using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.EndToEnd.Support;
using Pipeline.PoisonedQueue;
using Xunit;

namespace Pipeline.EndToEnd.FailedBatches;

/// <summary>An operator at work on failed batches, over HTTP.</summary>
internal sealed class Workbench(Func<TestServer> server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Goes from 40 failed batches in four groups to none, each in the way that an operator would.</summary>
    /// <param name="restartAsync">Stops and starts what runs the jobs, in the middle of a retry.</param>
    public async Task WorkThroughAsync(Func<Task> restartAsync)
    {
        await server().WaitUntilSettledAsync(Token);
        await AssertLedgerAsync(stored: PoisonedEvents.Count - PoisonedEvents.Bad, rejected: PoisonedEvents.Bad);
        Assert.Equal(PoisonedEvents.Reasons.Select(reason => $"{reason} {PoisonedEvents.PerKind}"), await OpenGroupsAsync());

        // One group by rule: first what it would do.
        object mend = new { filter = new { reason = "invalid.userId" }, rules = new[] { new { op = "rename", path = "/usr", to = "userId" } } };
        object mendDry = new { filter = new { reason = "invalid.userId" }, rules = new[] { new { op = "rename", path = "/usr", to = "userId" } }, dryRun = true };
        var forecast = (await PostAsync("edit-and-retry", mendDry)).GetProperty("forecast");
        Assert.Equal("""[{"reason":"invalid.userId","forecast":"store","count":10}]""", forecast.GetRawText());
        await AssertResultAsync(await StartAsync("edit-and-retry", mend), "10 new, 0 already there, 0 failed again · invalid.userId: 10 new, 0 already there, 0 failed again");

        // One entry by hand.
        var one = (await ListAsync("reason=invalid.timestamp&limit=1"))[0].GetProperty("id").GetString()!;
        var payload = JsonSerializer.Deserialize<Dictionary<string, object>>(
            (await server().Client.GetAsync($"/api/ops/failed-batches/{one}", Token)).GetProperty("payload").GetString()!)!;
        await AssertRefusedAsync($"{one}/edit-and-retry", new { payload }, HttpStatusCode.BadRequest, "timestamp");
        payload["timestamp"] = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O");
        await AssertResultAsync(
            await StartAsync($"{one}/edit-and-retry", new { payload }), "1 new, 0 already there, 0 failed again · invalid.timestamp: 1 new, 0 already there, 0 failed again");
        await AssertRefusedAsync($"{one}/edit-and-retry", new { payload }, HttpStatusCode.Conflict, "resolved");
        await AssertLedgerAsync(stored: PoisonedEvents.Count - PoisonedEvents.Bad + 11, rejected: PoisonedEvents.Bad - 11);

        // The rest, staged: the first failure stops it; forced, it goes through all of them, also over a restart.
        await AssertResultAsync(
            await StartAsync("retry", new { filter = new { } }),
            "0 new, 0 already there, 1 failed again · stopped after stage 1: 1 of 1 failed, at most 20 % may; 28 left as they were");
        var run = await StartAsync("retry", new { filter = new { }, maxFailedShare = 1, perSecond = 5 });
        await AssertRefusedAsync("retry", new { filter = new { } }, HttpStatusCode.NotFound, "No open failed batch");
        await Eventually.GetAsync(
            () => server().Client.GetAsync($"/api/ops/runs/{run}", Token),
            answer => answer.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("done").GetInt64() >= 1,
            TimeSpan.FromMinutes(1),
            Token);
        await restartAsync();
        await AssertResultAsync(run, "0 new, 0 already there, 29 failed again");

        // What is left is not needed.
        Assert.Equal(29, (await PostAsync("discard", new { filter = new { }, reason = "a test shop" })).GetProperty("discarded").GetInt64());
        Assert.Empty(await OpenGroupsAsync());
        await server().WaitUntilSettledAsync(Token);
        await AssertLedgerAsync(stored: PoisonedEvents.Count - 29, rejected: 29);
        await AssertRefusedAsync("discard", new { ids = new[] { one }, reason = "again" }, HttpStatusCode.Conflict, "resolved");
        await AssertRefusedAsync("retry", new { ids = new[] { "nobody" } }, HttpStatusCode.NotFound, "no such");
    }

    private async Task<IReadOnlyList<string>> OpenGroupsAsync()
    {
        using var http = new HttpClient { BaseAddress = server().Url };
        var answer = await http.GetFromJsonAsync<JsonElement>("/api/ops/failed-batches?limit=1", Token);
        return
        [
            .. answer.GetProperty("groups").EnumerateArray()
                .Select(group => $"{group.GetProperty("reason").GetString()} {group.GetProperty("count").GetInt64()}").Order(StringComparer.Ordinal),
        ];
    }

    private async Task<JsonElement> ListAsync(string query) => await server().Client.GetAsync($"/api/ops/failed-batches?{query}", Token);

    private async Task<string> StartAsync(string path, object body) => (await PostAsync(path, body)).GetProperty("runId").GetString()!;

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var http = new HttpClient { BaseAddress = server().Url };
        using var answer = await http.PostAsJsonAsync($"/api/ops/failed-batches/{path}", body, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("data");
    }

    private async Task AssertRefusedAsync(string path, object body, HttpStatusCode status, string says)
    {
        using var http = new HttpClient { BaseAddress = server().Url };
        using var answer = await http.PostAsJsonAsync($"/api/ops/failed-batches/{path}", body, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task AssertResultAsync(string run, string begins)
    {
        var ended = await Eventually.GetAsync(
            () => server().Client.GetAsync($"/api/ops/runs/{run}", Token),
            answer => answer.GetProperty("state").GetString() is "succeeded" or "failed" or "canceled",
            TimeSpan.FromMinutes(2),
            Token);
        Assert.StartsWith(begins, ended.GetProperty("result").GetString(), StringComparison.Ordinal);
    }

    private async Task AssertLedgerAsync(long stored, long rejected)
    {
        var ledger = (await server().Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        long Sum(string name) => ledger.GetProperty(name).GetInt64();
        Assert.Equal(
            (PoisonedEvents.Count, stored, 0, rejected, 0, 0, 0),
            (Sum("accepted"), Sum("stored"), Sum("duplicate"), Sum("rejected"), Sum("quarantined"), Sum("inFlight"), Sum("gap")));
    }
}
