using System.Net;
using System.Net.Http.Headers;
using Pipeline.Core.Processing.Quarantine;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

/// <summary>Requests that are refused and change nothing, all to one API with the same two failed batches. No run can be queued there.</summary>
public sealed class FailedBatchRefusalTests(ReadApi api) : IClassFixture<ReadApi>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("state=lost", "state: must be one of open, retrying, resolved, discarded (got 4 characters)")]
    [InlineData("kind=1", "kind: must be one of event, profile, message (got 1 characters)")]
    [InlineData("from=2026-03-11", "to: is required when from is given")]
    [InlineData("cursor=x", "cursor: must be what an earlier answer had as next (got 1 characters)")]
    [InlineData("limit=501", "limit: must be a whole number from 1 to 500 (got 3 characters)")]
    public Task List_BadFilter_NamesTheRule(string query, string message) => api.RefusesAsync($"{FailedBatchEndpointsTests.Root}?{query}", message);

    [Theory]
    [InlineData("retry", "{}", 400, "ids: or filter is required; an empty filter means everything that is open")]
    [InlineData("retry", """{"ids":["1"],"filter":{}}""", 400, "ids: and filter exclude each other")]
    [InlineData("retry", """{"ids":[]}""", 400, "ids: must be 1 to 1,000 ids (got 0 ids)")]
    [InlineData("retry", """{"filter":{},"perSecond":0}""", 400, "perSecond: must be a whole number from 1 to 10,000")]
    [InlineData("retry", """{"filter":{},"maxFailedShare":1.5}""", 400, "maxFailedShare: must be a number from 0 to 1")]
    [InlineData("retry", """{"filter":{},"rules":[]}""", 400, "rules: belong to edit-and-retry")]
    [InlineData("retry", """{"filter":{"source":"moon"}}""", 400, "source: must be one of drain, deadLetterSweep, retry (got 4 characters)")]
    [InlineData("retry", """{"filter":{"reason":"none"}}""", 404, "No open failed batch is among these.")]
    [InlineData("retry", """{"ids":["9"]}""", 404, "There are no such failed batches.")]
    [InlineData("retry", """{"ids":["1","2"]}""", 409, "Somebody has dealt with some of these, or is retrying them.")]
    [InlineData("edit-and-retry", """{"filter":{}}""", 400, "rules: must be 1 to 20 rules (got 0 rules)")]
    [InlineData("edit-and-retry", """{"filter":{},"rules":[{"op":"remove","path":"/nowhere"}]}""", 400, "rules: would change nothing in these failed batches")]
    [InlineData("discard", """{"filter":{}}""", 400, "reason: is required")]
    [InlineData("discard", """{"ids":["2"],"reason":"x"}""", 409, "Somebody has dealt with some of these, or is retrying them.")]
    [InlineData("1/edit-and-retry", """{"payload":[1]}""", 400, "payload: must be a JSON object, or the body of a message as a string")]
    [InlineData("1/edit-and-retry", """{"payload":{"userId":"u1"}}""", 400, "sessionId: is required")]
    [InlineData("2/edit-and-retry", """{"payload":{}}""", 409, "It is retrying, not open.")]
    [InlineData("9/edit-and-retry", """{"payload":{}}""", 404, "There is no such failed batch.")]
    public async Task Change_ThatCannotBe_SaysWhyAndChangesNothing(string path, string body, int status, string message)
    {
        await api.Quarantine.AddAsync([FailedBatchEndpointsTests.Entry("1"), FailedBatchEndpointsTests.Entry("2") with { State = QuarantineState.Retrying }], Token);

        var answer = await api.PostAsync(
            $"{FailedBatchEndpointsTests.Root}/{path}", new StringContent(body, new MediaTypeHeaderValue("application/json")), (HttpStatusCode)status);

        Assert.Equal(message, answer.GetProperty("message").GetString());
        Assert.All(api.Quarantine.Entries, entry => Assert.Equal(0, entry.Version));
    }
}
