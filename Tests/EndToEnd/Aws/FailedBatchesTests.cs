using Amazon.SQS.Model;
using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.FailedBatches;
using Pipeline.PoisonedQueue;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary>Failed batches with a process for each part; the one that runs the jobs is stopped in the middle of a retry.</summary>
public sealed class FailedBatchesTests(AwsEmulators emulators)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WorkThrough_FourKindsOfPoison_LeavesNothingOpenAndTheLedgerClosed()
    {
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        using var sqs = emulators.ConnectSqs();
        foreach (var envelope in PoisonedEvents.Envelopes())
        {
            await sqs.SendMessageAsync(new SendMessageRequest(deployment.QueueUrl, envelope.Body), Token);
        }

        var reads = deployment.StartReadsAsync();
        var jobs = deployment.StartJobsAsync();
        await deployment.StartWorkersAsync();
        var server = await reads;
        var running = await jobs;

        await new Workbench(() => server).WorkThroughAsync(async () =>
        {
            Assert.Equal(0, await running.TerminateAsync(Token));
            running = await deployment.StartJobsAsync();
        });
    }
}
