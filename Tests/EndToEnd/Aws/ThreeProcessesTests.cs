using System.Net;
using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Replay;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary>An ingest-only Api, one that answers, two Workers and Jobs: the numbers are right, the jobs run, and all end well.</summary>
public sealed class ThreeProcessesTests(AwsEmulators emulators)
{
    /// <summary>What each process may take to end (<c>HostOptions.ShutdownTimeout</c>), and a little for a busy machine.</summary>
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(35);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replay_EventFiles_GivesTheWorkedAnswersInEveryZone()
    {
        WorkedAnswers.SkipWithoutData();
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var all = await deployment.StartAllAsync();
        foreach (var name in WorkedAnswers.Files)
        {
            using var file = new EventFile(Path.Combine(Repository.SharedData, name), new SendTally(TimeProvider.System));
            await foreach (var batch in file.ReadAsync(EventBatch.MaxEvents, Token))
            {
                await AwsDeployment.SendAsync(all.Ingest.Client, [batch]);
            }
        }

        await all.Reads.WaitUntilSettledAsync(Token);
        Assert.Equal(20_000 + 17_434, await deployment.CountRawAsync());
        await WorkedAnswers.AssertZoneAsync(all.Reads, "UTC", Token);
        var sessions = await CountAllSessionsAsync(all.Reads);
        foreach (var zone in new[] { "Europe/Berlin", "Asia/Kolkata" })
        {
            // The others keep running: only these two use the zone.
            await all.Jobs.TerminateAsync(Token);
            await all.Reads.TerminateAsync(Token);
            deployment.Set("Pipeline__TimeZone", zone);
            var jobs = deployment.StartJobsAsync();
            all = all with { Reads = await deployment.StartReadsAsync(), Jobs = await jobs };
            // The first refresh makes the new zone's buckets.
            await Eventually.GetAsync(
                () => CountAllSessionsAsync(all.Reads), count => count == sessions, TimeSpan.FromMinutes(1), Token);
            await WorkedAnswers.AssertZoneAsync(all.Reads, zone, Token);
        }
    }

    [Fact]
    public async Task Run_GeneratedEvents_CountsThemAndRunsJobs()
    {
        var shop = new Shop(days: 3, visitsPerDay: 100);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var all = await deployment.StartAllAsync();

        // Twice, so that the recurring refresh has something to do at two times.
        var batches = shop.Batches(500).ToList();
        await AwsDeployment.SendAsync(all.Ingest.Client, batches[..(batches.Count / 2)]);
        await all.Reads.WaitUntilSettledAsync(Token);
        await AwsDeployment.SendAsync(all.Ingest.Client, batches[(batches.Count / 2)..]);
        await deployment.AssertCompleteAsync(all.Reads, shop);
        Assert.True((await GetRunsAsync(all.Reads, "refresh-rollups")).Count(run => run == "succeeded") >= 2);

        using var dashboard = new DashboardClient(all.Reads.Url);
        Assert.Equal(HttpStatusCode.Forbidden, await dashboard.TriggerWithoutTokenAsync("rebuild-rollups", Token));
        Assert.Empty(await GetRunsAsync(all.Reads, "rebuild-rollups"));
        await dashboard.TriggerAsync("rebuild-rollups", Token);
        await Eventually.GetAsync(
            () => GetRunsAsync(all.Reads, "rebuild-rollups"), runs => runs is ["succeeded"], TimeSpan.FromMinutes(1), Token);
        await deployment.AssertCompleteAsync(all.Reads, shop);
    }

    [Fact]
    public async Task Terminate_EachProcessUnderLoad_EndsWellAndLosesNothing()
    {
        var shop = new Shop(days: 8, visitsPerDay: 300);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var all = await deployment.StartAllAsync();
        var batches = shop.Batches(200).ToList();
        await AwsDeployment.SendAsync(all.Ingest.Client, batches[..(batches.Count / 2)]);

        // In the order of a shutdown: the processes that bring work stop first.
        await AssertEndsWellAsync(all.Ingest.TerminateAsync);
        await AssertEndsWellAsync(all.FirstWorker.TerminateAsync);
        await AssertEndsWellAsync(all.SecondWorker.TerminateAsync);
        await AssertEndsWellAsync(all.Jobs.TerminateAsync);
        await AssertEndsWellAsync(all.Reads.TerminateAsync);

        var again = await deployment.StartAllAsync();
        await AwsDeployment.SendAsync(again.Ingest.Client, batches[(batches.Count / 2)..]);
        await deployment.AssertCompleteAsync(again.Reads, shop);
    }

    private static async Task AssertEndsWellAsync(Func<CancellationToken, Task<int>> terminate)
    {
        var told = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await terminate(Token));
        Assert.True(TimeProvider.System.GetElapsedTime(told) < ShutdownLimit);
    }

    /// <summary>Of both files, whatever the zone.</summary>
    private static async Task<long> CountAllSessionsAsync(TestServer reads) =>
        (await reads.Client.GetAsync("/api/analytics/traffic?from=2019-09-01&to=2025-05-01", Token))
            .GetProperty("totalSessions")[0].GetProperty("count").GetInt64();

    private static async Task<IReadOnlyList<string>> GetRunsAsync(TestServer reads, string job) =>
        [.. (await reads.Client.GetAsync($"/api/ops/runs?job={job}", Token)).EnumerateArray()
            .Select(run => run.GetProperty("state").ToString())];
}
