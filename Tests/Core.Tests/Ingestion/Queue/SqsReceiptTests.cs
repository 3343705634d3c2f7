using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Options;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqs;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Queue;

/// <summary>Deletes and changes of visibility, ten at a time, and what happens when single ones fail.</summary>
public sealed class SqsReceiptTests
{
    private readonly Mock<IAmazonSQS> _sqs = new(MockBehavior.Strict);
    private readonly List<List<string>> _deletes = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_ManyMessages_GoesInTens()
    {
        AnswerDeletes();

        await Queue().DeleteAsync(Messages(23), Token);

        Assert.Equal([10, 10, 3], _deletes.Select(receipts => receipts.Count));
        Assert.Equal(23, _deletes.SelectMany(receipts => receipts).Distinct().Count());
    }

    [Fact]
    public async Task Delete_ThousandsOfMessages_HasFewRequestsUnderWayAndTheFailureOfOneStopsNone()
    {
        var (lockObject, underWay, most, asked) = (new Lock(), 0, 0, 0);
        _sqs.Setup(client => client.DeleteMessageBatchAsync(
                It.IsAny<string>(), It.IsAny<List<DeleteMessageBatchRequestEntry>>(), It.IsAny<CancellationToken>()))
            .Returns(async (string _, List<DeleteMessageBatchRequestEntry> _, CancellationToken _) =>
            {
                int number;
                lock (lockObject)
                {
                    number = asked++;
                    most = Math.Max(most, ++underWay);
                }

                await Task.Yield();
                lock (lockObject)
                {
                    underWay--;
                }

                return number == 5 ? throw new AmazonSQSException("no") : new DeleteMessageBatchResponse();
            });

        await Assert.ThrowsAnyAsync<Exception>(() => Queue().DeleteAsync(Messages(2_000), Token));

        Assert.InRange(most, 2, 8);
        Assert.InRange(asked, 200, 201);
    }

    [Fact]
    public async Task Delete_NoMessages_AsksNothing()
    {
        await Queue().DeleteAsync([], Token);

        Assert.Empty(_sqs.Invocations);
    }

    [Theory]
    [InlineData("ReceiptHandleIsInvalid")]
    [InlineData("AWS.SimpleQueueService.MessageNotInflight")]
    [InlineData("InvalidParameterValue")]
    public async Task Delete_StaleReceipt_IsIgnored(string code)
    {
        AnswerDeletes(("r1", code, int.MaxValue));

        await Queue().DeleteAsync(Messages(3), Token);

        Assert.Single(_deletes);
    }

    [Fact]
    public async Task Delete_OneFailsOnce_OnlyThatIsTriedAgain()
    {
        AnswerDeletes(("r1", "InternalError", 1));

        await Queue().DeleteAsync(Messages(3), Token);

        Assert.Equal([["r0", "r1", "r2"], ["r1"]], _deletes);
    }

    [Fact]
    public async Task Delete_OneFailsTwice_IsTransientAndNamesTheCode()
    {
        AnswerDeletes(("r1", "InternalError", 2));

        var failure = await Assert.ThrowsAsync<TransientStorageException>(() => Queue().DeleteAsync(Messages(3), Token));

        Assert.Contains("InternalError", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1_001, 2)]
    public async Task ChangeVisibility_AnyTime_IsRoundedUpToWholeSeconds(int milliseconds, int seconds)
    {
        List<int?> sent = [];
        _sqs.Setup(sqs => sqs.ChangeMessageVisibilityBatchAsync(
                "https://sqs/queue", It.IsAny<List<ChangeMessageVisibilityBatchRequestEntry>>(), It.IsAny<CancellationToken>()))
            .Returns((string _, List<ChangeMessageVisibilityBatchRequestEntry> entries, CancellationToken _) =>
            {
                sent.AddRange(entries.Select(entry => entry.VisibilityTimeout));
                return Task.FromResult(new ChangeMessageVisibilityBatchResponse());
            });

        await Queue().ChangeVisibilityAsync(Messages(1), TimeSpan.FromMilliseconds(milliseconds), Token);

        Assert.Equal([seconds], sent);
    }

    [Fact]
    public async Task ChangeVisibility_BeyondTwelveHours_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Queue().ChangeVisibilityAsync(Messages(1), TimeSpan.FromHours(12.1), Token));
    }

    private void AnswerDeletes(params (string Receipt, string Code, int Times)[] failures)
    {
        var left = failures.ToDictionary(failure => failure.Receipt, failure => failure.Times);
        _sqs.Setup(sqs => sqs.DeleteMessageBatchAsync(
                "https://sqs/queue", It.IsAny<List<DeleteMessageBatchRequestEntry>>(), It.IsAny<CancellationToken>()))
            .Returns((string _, List<DeleteMessageBatchRequestEntry> entries, CancellationToken _) =>
            {
                _deletes.Add(entries.ConvertAll(entry => entry.ReceiptHandle));
                var failed = entries
                    .Where(entry => left.TryGetValue(entry.ReceiptHandle, out var times) && times > 0)
                    .Select(entry => new BatchResultErrorEntry
                    {
                        Id = entry.Id, Code = failures.Single(failure => failure.Receipt == entry.ReceiptHandle).Code,
                    })
                    .ToList();
                foreach (var receipt in left.Keys.Intersect(_deletes[^1]).ToList())
                {
                    left[receipt]--;
                }

                return Task.FromResult(new DeleteMessageBatchResponse { Failed = failed.Count > 0 ? failed : null });
            });
    }

    private SqsEventQueue Queue() => new(
        _sqs.Object,
        Options.Create(new SqsOptions { QueueUrl = "https://sqs/queue" }),
        Options.Create(new QueueOptions()),
        TimeProvider.System);

    private static List<QueueMessage> Messages(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new QueueMessage(
            i.ToString(CultureInfo.InvariantCulture), $"r{i}", "body", 1, DateTimeOffset.UnixEpoch)),
    ];
}
