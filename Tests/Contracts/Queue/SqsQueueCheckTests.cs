using Pipeline.Contracts.Emulators;

namespace Pipeline.Contracts.Queue;

public sealed class SqsQueueCheckTests(Emulator emulator) : IAsyncDisposable
{
    private readonly SqsQueueScratch _scratch = new(emulator);

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    [Fact]
    public async Task FindProblems_QueuesWithRedrivePolicy_FindsNone()
    {
        var (queue, deadLetters) = await _scratch.CreateQueuesAsync(maxReceiveCount: 5);

        Assert.Empty(await _scratch.CheckAsync(queue, deadLetters));
    }

    [Fact]
    public async Task FindProblems_NoRedrivePolicy_IsOnlyAWarning()
    {
        var (queue, deadLetters) = await _scratch.CreateQueuesAsync(maxReceiveCount: 5);

        Assert.Empty(await _scratch.CheckAsync(queueUrl: deadLetters, deadLetterUrl: queue));
    }

    [Fact]
    public async Task FindProblems_NoSuchQueues_NamesBothSettingsTheCodeAndThePermissions()
    {
        var problems = await _scratch.CheckAsync("http://sqs.localhost/000000000000/nope", "http://sqs.localhost/000000000000/never");

        Assert.Equal(2, problems.Count);
        Assert.All(
            ["Pipeline:Sqs:QueueUrl http://sqs.localhost/000000000000/nope", "NonExistentQueue", "sqs:ChangeMessageVisibility"],
            part => Assert.Contains(part, problems[0], StringComparison.Ordinal));
        Assert.All(
            ["Pipeline:Sqs:DeadLetterQueueUrl http://sqs.localhost/000000000000/never", "NonExistentQueue", "sqs:DeleteMessage"],
            part => Assert.Contains(part, problems[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindProblems_RedrivePolicyLeadsElsewhere_NamesBothEnds()
    {
        var (queue, deadLetters) = await _scratch.CreateQueuesAsync(maxReceiveCount: 5);
        await using var other = new SqsQueueScratch(emulator);
        var (stranger, _) = await other.CreateQueuesAsync(maxReceiveCount: 5);

        var problem = Assert.Single(await _scratch.CheckAsync(queue, stranger));

        Assert.Contains(stranger, problem, StringComparison.Ordinal);
        Assert.Contains($"leads to arn:aws:sqs:us-east-1:000000000000:{deadLetters.Split('/')[^1]}", problem, StringComparison.Ordinal);
    }
}
