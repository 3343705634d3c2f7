using System.Globalization;
using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Emulators;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Hosting;

namespace Pipeline.Contracts.Queue;

/// <summary>Two queues of one test's own. Their time is the real one.</summary>
internal sealed class SqsQueueScratch(Emulator emulator) : IAsyncDisposable
{
    private readonly string _name = $"test-{Guid.NewGuid():N}";
    private ServiceProvider? _services;
    private (string Queue, string DeadLetters)? _urls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The emulator counts from when a request arrives there, which is a little later.
    public static Task PassAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(200), Token);

    // When the request has arrived there is unknown. If it is later, the test proves less, but nothing wrong.
    public static Task ReceiverWaitsAsync() => Task.Delay(TimeSpan.FromMilliseconds(100), Token);

    public async Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> OpenAsync(QueueOptions options)
    {
        await emulator.ReadyAsync();
        var (queue, deadLetters) = _urls ??= await CreateQueuesAsync(options.MaxReceiveCount);
        await DisposeAsync();
        _services = Configure(queue, deadLetters, options.VisibilityTimeout);
        return (_services.GetRequiredService<IEventQueue>(), _services.GetRequiredService<IDeadLetterQueue>());
    }

    /// <summary>The startup check of a configuration with these queues.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string queueUrl, string deadLetterUrl)
    {
        await emulator.ReadyAsync();
        await using var services = Configure(queueUrl, deadLetterUrl, TimeSpan.FromSeconds(30));
        return await services.GetRequiredService<IStartupCheck>().FindProblemsAsync(Token);
    }

    public async Task<(string Queue, string DeadLetters)> CreateQueuesAsync(int maxReceiveCount)
    {
        await emulator.ReadyAsync();
        using var sqs = new AmazonSQSClient();
        var dead = await CreateQueueAsync(sqs, $"{_name}-dead", []);
        var attributes = await sqs.GetQueueAttributesAsync(dead, [QueueAttributeName.QueueArn], Token);
        var live = await CreateQueueAsync(sqs, _name, new()
        {
            [QueueAttributeName.RedrivePolicy] = JsonSerializer.Serialize(
                new { deadLetterTargetArn = attributes.QueueARN, maxReceiveCount }),
        });
        return (live, dead);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is { } services)
        {
            await services.DisposeAsync();
        }
    }

    private static async Task<string> CreateQueueAsync(AmazonSQSClient sqs, string name, Dictionary<string, string> attributes) =>
        (await sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Attributes = attributes }, Token)).QueueUrl;

    private static ServiceProvider Configure(string queueUrl, string deadLetterUrl, TimeSpan visibility)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Pipeline:Sqs:QueueUrl"] = queueUrl,
                ["Pipeline:Sqs:DeadLetterQueueUrl"] = deadLetterUrl,
                ["Pipeline:Sqs:DeadLetterVisibilityTimeout"] = visibility.ToString("c", CultureInfo.InvariantCulture),
                ["Pipeline:Queue:VisibilityTimeout"] = visibility.ToString("c", CultureInfo.InvariantCulture),
            })
            .Build();
        return new ServiceCollection().AddLogging().AddSqsQueue(configuration).BuildServiceProvider();
    }
}
