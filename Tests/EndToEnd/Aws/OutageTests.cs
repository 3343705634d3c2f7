using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary>MongoDB or SQS goes down while everything runs: it is named, waited for, and nothing is lost.</summary>
public sealed class OutageTests(AwsEmulators emulators)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MongoDbAway_WhileEventsCome_IngestsOnAndCatchesUp()
    {
        var shop = new Shop(days: 4, visitsPerDay: 100);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        await using var proxy = new MongoProxy(emulators.MongoUri);
        // The connection to the jobs' own database stays up.
        deployment.Set("Pipeline__Mongo__ConnectionString", proxy.ConnectionString);
        var all = await deployment.StartAllAsync();
        using var dashboard = new DashboardClient(all.Reads.Url);
        var batches = shop.Batches(500).ToList();
        await AwsDeployment.SendAsync(all.Ingest.Client, batches[..1]);
        await all.Reads.WaitUntilSettledAsync(Token);

        await proxy.CutAsync();
        await WaitForReadinessAsync(all.Reads, "Not ready: store");
        await AwsDeployment.SendAsync(all.Ingest.Client, batches[1..]);
        await WaitForReadinessAsync(all.Ingest, "ready");
        await dashboard.TriggerAsync("rebuild-rollups", Token);
        var retries = await Eventually.GetAsync(
            () => dashboard.GetScheduledAsync(Token), jobs => jobs.Count > 0, TimeSpan.FromMinutes(1), Token);

        proxy.Mend();
        await WaitForReadinessAsync(all.Reads, "ready");
        // The retry would come by itself in a minute.
        await Task.WhenAll(retries.Select(job => dashboard.EnqueueAsync(job, Token)));
        await Eventually.GetAsync(
            async () => (await all.Reads.Client.GetAsync("/api/ops/runs?job=rebuild-rollups", Token)).ToString(),
            runs => runs.Contains("\"attempt\":2,\"state\":\"succeeded\"", StringComparison.Ordinal),
            TimeSpan.FromMinutes(1),
            Token);
        await deployment.AssertCompleteAsync(all.Reads, shop);
    }

    [Fact]
    public async Task SqsAway_WhileEventsCome_AcknowledgesNoneAndCatchesUp()
    {
        var shop = new Shop(days: 2, visitsPerDay: 100);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        deployment.Set("Pipeline__Sqs__RequestTimeout", "00:00:06");
        var all = await deployment.StartAllAsync();

        await emulators.PauseServicesAsync(Token);
        try
        {
            await WaitForReadinessAsync(all.Ingest, "Not ready: queue");
            using var http = new HttpClient();
            using var body = new ByteArrayContent(shop.Batches(100).First().Body.ToArray())
            {
                Headers = { ContentType = new("application/x-ndjson") },
            };
            using var refused = await http.PostAsync(new Uri(all.Ingest.Url, "/api/events/batch"), body, Token);
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }
        finally
        {
            await emulators.ResumeServicesAsync(CancellationToken.None);
        }

        // It learns from what it sends that the queue takes messages again.
        await AwsDeployment.SendAsync(all.Ingest.Client, shop.Batches(100));
        await WaitForReadinessAsync(all.Ingest, "ready");
        await all.Reads.WaitUntilSettledAsync(Token);
        Assert.Equal(shop.Totals(), Shop.Totals(await KpiGroups.ReadAsync(all.Reads, shop.From, shop.To, Token)));
        Assert.Equal(shop.Count, await deployment.CountRawAsync());
    }

    private static async Task WaitForReadinessAsync(TestServer server, string expected)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        await Eventually.GetAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri("/api/health/ready", UriKind.Relative), Token);
                return answer.IsSuccessStatusCode ? "ready" : await answer.Content.ReadAsStringAsync(Token);
            },
            said => said.Contains(expected, StringComparison.Ordinal) && (expected != "ready" || said == expected),
            TimeSpan.FromMinutes(1),
            Token);
    }
}
