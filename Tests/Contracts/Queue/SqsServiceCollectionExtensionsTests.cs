using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue.Sqs;

namespace Pipeline.Contracts.Queue;

public sealed class SqsServiceCollectionExtensionsTests
{
    private const string Queue = "https://sqs.eu-central-1.amazonaws.com/123456789012/events";

    [Fact]
    public void AddSqsQueue_TwoStandardQueues_AreFine() => Validate(("QueueUrl", Queue), ("DeadLetterQueueUrl", Queue + "-dead"));

    [Theory]
    [InlineData("", Queue, "QueueUrl")]
    [InlineData(Queue, "", "DeadLetterQueueUrl")]
    [InlineData("events", Queue, "'events'")]
    [InlineData(Queue, "ftp://host/events", "'ftp://host/events'")]
    [InlineData(Queue + ".fifo", Queue, "FIFO")]
    [InlineData(Queue, Queue, "same queue")]
    public void AddSqsQueue_BadQueues_FailAtStartAndSayWhy(string queue, string deadLetters, string part)
    {
        var failure = Assert.Throws<OptionsValidationException>(
            () => Validate(("QueueUrl", queue), ("DeadLetterQueueUrl", deadLetters)));

        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSqsQueue_SeveralProblems_AreListedAtOnce()
    {
        var failure = Assert.Throws<OptionsValidationException>(
            () => Validate(("QueueUrl", "a"), ("DeadLetterQueueUrl", "b"), ("RequestTimeout", "00:09:00")));

        Assert.Equal(3, failure.Failures.Count());
    }

    private static void Validate(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(item =>
                new KeyValuePair<string, string?>($"{SqsOptions.SectionName}:{item.Key}", item.Value)))
            .Build();
        using var services = new ServiceCollection().AddLogging().AddSqsQueue(configuration).BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
