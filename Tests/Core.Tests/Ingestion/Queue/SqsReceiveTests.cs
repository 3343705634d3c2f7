using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqs;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Queue;

/// <summary>What a receive asks for, and how the queue's age is determined.</summary>
public sealed class SqsReceiveTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Mock<IAmazonSQS> _sqs = new(MockBehavior.Strict);
    private readonly Queue<ReceiveMessageResponse> _answers = new();
    private readonly List<ReceiveMessageRequest> _requests = [];
    private readonly SqsEventQueue _queue;

    public SqsReceiveTests()
    {
        _sqs.Setup(sqs => sqs.ReceiveMessageAsync(It.IsAny<ReceiveMessageRequest>(), It.IsAny<CancellationToken>()))
            .Returns((ReceiveMessageRequest request, CancellationToken _) =>
            {
                _requests.Add(request);
                return Task.FromResult(_answers.TryDequeue(out var answer) ? answer : new ReceiveMessageResponse());
            });
        _queue = new SqsEventQueue(
            _sqs.Object,
            Options.Create(new SqsOptions { QueueUrl = "https://sqs/queue", DeadLetterQueueUrl = "https://sqs/dead" }),
            Options.Create(new QueueOptions { VisibilityTimeout = TimeSpan.FromSeconds(45) }),
            _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, 60.0, 10, 20)]
    [InlineData(3, 0.2, 3, 1)]
    [InlineData(1, 0.0, 1, 0)]
    public async Task Receive_AnyLimits_AsksForWhatSqsAllows(int max, double waitSeconds, int askedMax, int askedSeconds)
    {
        Assert.Empty(await _queue.ReceiveAsync(max, TimeSpan.FromSeconds(waitSeconds), Token));

        var request = Assert.Single(_requests);
        Assert.Equal(
            (askedMax, askedSeconds, 45), (request.MaxNumberOfMessages, request.WaitTimeSeconds, request.VisibilityTimeout));
    }

    [Theory]
    [InlineData("base64", "aGk=", "hi")]
    [InlineData("base64", "not Base64!", "not Base64!")]
    [InlineData("gzip", "aGk=", "aGk=")]
    public async Task Receive_MarkedBody_IsDecodedOnlyWhenTheMarkIsTrue(string mark, string sent, string body)
    {
        var message = Message(sent, Noon);
        message.MessageAttributes = new() { ["encoding"] = new() { DataType = "String", StringValue = mark } };
        _answers.Enqueue(new ReceiveMessageResponse { Messages = [message] });

        Assert.Equal(body, Assert.Single(await _queue.ReceiveAsync(10, TimeSpan.Zero, Token)).Body);
    }

    [Fact]
    public async Task GetStatus_MessagesInTheQueue_IsAsOldAsWhatCameLast()
    {
        AnswerStatus(visible: "4", delayed: "1", inFlight: "2");
        Assert.Equal(new QueueStatus(5, 2, null, 7), await _queue.GetStatusAsync(Token));

        _answers.Enqueue(new ReceiveMessageResponse { Messages = [Message("b", Noon.AddMinutes(-1)), Message("a", Noon.AddMinutes(-9))] });
        await _queue.ReceiveAsync(10, TimeSpan.Zero, Token);
        Assert.Equal(Noon.AddMinutes(-9), (await _queue.GetStatusAsync(Token)).OldestSentAt);

        await _queue.ReceiveAsync(10, TimeSpan.Zero, Token);
        Assert.Equal(Noon.AddMinutes(-9), (await _queue.GetStatusAsync(Token)).OldestSentAt);

        await _queue.ReceiveAsync(10, TimeSpan.FromSeconds(1), Token);
        Assert.Equal(Noon, (await _queue.GetStatusAsync(Token)).OldestSentAt);
    }

    [Fact]
    public async Task GetStatus_EmptyQueue_HasNoOldest()
    {
        AnswerStatus(visible: "0", delayed: "0", inFlight: "0");
        await _queue.ReceiveAsync(10, TimeSpan.Zero, Token);

        Assert.Equal(new QueueStatus(0, 0, null, 0), await _queue.GetStatusAsync(Token));
    }

    private void AnswerStatus(string visible, string delayed, string inFlight) =>
        _sqs.Setup(sqs => sqs.GetQueueAttributesAsync(It.IsAny<GetQueueAttributesRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new GetQueueAttributesResponse
            {
                Attributes = new()
                {
                    [QueueAttributeName.ApproximateNumberOfMessages] = visible,
                    [QueueAttributeName.ApproximateNumberOfMessagesDelayed] = delayed,
                    [QueueAttributeName.ApproximateNumberOfMessagesNotVisible] = inFlight,
                },
            });

    private static Message Message(string body, DateTimeOffset sentAt) => new()
    {
        MessageId = "m",
        ReceiptHandle = "r",
        Body = body,
        Attributes = new()
        {
            [MessageSystemAttributeName.SentTimestamp] = $"{sentAt.ToUnixTimeMilliseconds()}",
            [MessageSystemAttributeName.ApproximateReceiveCount] = "1",
        },
    };
}
