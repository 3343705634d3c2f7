using Amazon.SQS.Model;
using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary>SQS delivers at least once, and workers die, hang and come back: every event still counts once.</summary>
public sealed class RedeliveryTests(AwsEmulators emulators)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drain_EveryMessageTwiceToTwoWorkersAndOnceMore_ChangesNoNumber()
    {
        var shop = new Shop(days: 5, visitsPerDay: 200);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var ingest = await deployment.StartIngestAsync();
        await AwsDeployment.SendAsync(ingest.Client, shop.Batches(200));
        var messages = await TakeAllAsync(deployment.QueueUrl);
        Assert.NotEmpty(messages);
        await PutAsync(deployment.QueueUrl, messages);
        await PutAsync(deployment.QueueUrl, messages);

        Task<ServiceProcess>[] others = [deployment.StartWorkersAsync(), deployment.StartWorkersAsync(), deployment.StartJobsAsync()];
        var reads = await deployment.StartReadsAsync();
        await Task.WhenAll(others);
        await deployment.AssertCompleteAsync(reads, shop);

        await PutAsync(deployment.QueueUrl, messages);
        await deployment.AssertCompleteAsync(reads, shop);
    }

    [Fact]
    public async Task Drain_WorkersKilledAtWork_LosesAndRepeatsNothing()
    {
        var shop = new Shop(days: 8, visitsPerDay: 300);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var all = await StartWithBacklogAsync(deployment, shop.Batches(200));

        await WaitForProgressAsync(deployment, atLeast: 1);
        await Task.WhenAll(all.FirstWorker.KillAsync(), all.SecondWorker.KillAsync());
        // Only the dead worker still holds these.
        Assert.True((await all.Reads.Client.GetStatusAsync(Token)).InFlight > 0, "The drain was not caught at work.");

        var before = await deployment.CountRawAsync();
        var survivor = deployment.StartWorkersAsync();
        var victim = await deployment.StartWorkersAsync();
        await WaitForProgressAsync(deployment, before + 1);
        await victim.KillAsync();
        await survivor;
        await deployment.AssertCompleteAsync(all.Reads, shop);
    }

    [Fact]
    public async Task Drain_WorkerHangsUntilItsMessagesWentToAnother_ChangesNoNumber()
    {
        var shop = new Shop(days: 8, visitsPerDay: 300);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var batches = shop.Batches(200).ToList();
        var all = await StartWithBacklogAsync(deployment, batches[1..]);

        await WaitForProgressAsync(deployment, atLeast: 1);
        await all.FirstWorker.PauseAsync(Token);
        // The other gets everything, including what the first one holds.
        await all.Reads.WaitUntilSettledAsync(Token);
        Assert.Equal(shop.Count - batches[0].Lines.Count, await deployment.CountRawAsync());

        // The first goes on with what was taken from it, and then with what is new.
        await all.SecondWorker.KillAsync();
        await all.FirstWorker.ResumeAsync(Token);
        await AwsDeployment.SendAsync(all.Ingest.Client, batches[..1]);
        await deployment.AssertCompleteAsync(all.Reads, shop);
        Assert.Equal(0, await all.FirstWorker.TerminateAsync(Token));
    }

    /// <summary>The queue is full before the first worker comes, which then stores little at a time.</summary>
    private static async Task<RunningDeployment> StartWithBacklogAsync(
        AwsDeployment deployment, IEnumerable<EventBatch> batches)
    {
        deployment.Set("Pipeline__Drain__EventsPerBatch", "500");
        var ingest = await deployment.StartIngestAsync();
        await AwsDeployment.SendAsync(ingest.Client, batches);
        var jobs = deployment.StartJobsAsync();
        var reads = await deployment.StartReadsAsync();
        await jobs;
        var workers = await Task.WhenAll(deployment.StartWorkersAsync(), deployment.StartWorkersAsync());
        return new RunningDeployment(ingest, reads, workers[0], workers[1], await jobs);
    }

    private static Task WaitForProgressAsync(AwsDeployment deployment, long atLeast) => Eventually.GetAsync(
        deployment.CountRawAsync, count => count >= atLeast, TimeSpan.FromMinutes(1), Token);

    private async Task<IReadOnlyList<Message>> TakeAllAsync(string queueUrl)
    {
        using var sqs = emulators.ConnectSqs();
        var taken = new List<Message>();
        while (true)
        {
            var request = new ReceiveMessageRequest(queueUrl) { MaxNumberOfMessages = 10, MessageAttributeNames = ["All"] };
            if ((await sqs.ReceiveMessageAsync(request, Token)).Messages is not { Count: > 0 } messages)
            {
                return taken;
            }

            taken.AddRange(messages);
            await Task.WhenAll(messages.Select(message => sqs.DeleteMessageAsync(queueUrl, message.ReceiptHandle, Token)));
        }
    }

    private async Task PutAsync(string queueUrl, IReadOnlyList<Message> messages)
    {
        using var sqs = emulators.ConnectSqs();
        foreach (var message in messages)
        {
            await sqs.SendMessageAsync(
                new SendMessageRequest(queueUrl, message.Body) { MessageAttributes = message.MessageAttributes }, Token);
        }
    }
}
