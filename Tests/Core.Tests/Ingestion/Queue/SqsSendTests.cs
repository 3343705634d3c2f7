using System.Net;
using Amazon.Runtime;
using Amazon.SQS.Model;
using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqs;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Queue;

/// <summary>How a list of bodies is split into requests, and the outcome reported for each.</summary>
public sealed class SqsSendTests
{
    private const int RequestLimit = 1_048_576;

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedSqs _sqs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_Several_LeaveInOneRequest()
    {
        Assert.Equal([null, null, null], await SendAsync(Queue(), "a", "b", "c"));

        Assert.Equal([["a", "b", "c"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_MoreThanARequestHolds_AreUnderWayAtTheSameTime()
    {
        _sqs.Hold();

        var send = SendAsync(Queue(), [.. Enumerable.Range(0, 25).Select(i => $"{i}")]);
        Assert.Equal([10, 10, 5], _sqs.Requests.Select(request => request.Count));

        _sqs.Release();
        Assert.All(await send, Assert.Null);
    }

    [Fact]
    public async Task Send_Nothing_AsksNobody()
    {
        Assert.Empty(await SendAsync(Queue()));

        Assert.Empty(_sqs.Requests);
    }

    [Fact]
    public Task Send_AnyBodies_EveryRequestKeepsBothLimitsAndEveryBodyIsSentOnce() =>
        Gen.Select(Gen.Int[1, EnvelopeCodec.MaxBodyLength], Gen.Int[0, 3]).Array[1, 60].SampleAsync(
            async bodies =>
            {
                var sqs = new ScriptedSqs();
                string[] texts = [.. bodies.Select(body => new string("aü漢\uFFFF"[body.Item2], body.Item1))];

                var outcomes = await SendAsync(Queue(sqs: sqs), texts);

                Assert.Equal(texts.Length, outcomes.Count);
                Assert.All(outcomes, Assert.Null);
                Assert.All(sqs.Requests, request => Assert.InRange(request.Count, 1, 10));
                Assert.All(sqs.RequestBytes, bytes => Assert.InRange(bytes, 1, RequestLimit));
                Assert.Equal(texts.Length, sqs.Requests.Sum(request => request.Count));
            }, iter: 30, threads: 1);

    [Fact]
    public async Task Send_SomeEntriesFailForNow_OnlyThoseAreSentAgain()
    {
        _sqs.Refuse("b", "ServiceUnavailable", senderFault: false, times: 2);

        Assert.Equal([null, null, null], await PassAsync(SendAsync(Queue(), "a", "b", "c")));

        Assert.Equal([["a", "b", "c"], ["b"], ["b"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_EntryKeepsFailing_IsGivenUpAloneAfterFourTries()
    {
        _sqs.Refuse("b", "InternalError", senderFault: false, times: int.MaxValue);

        var outcomes = await PassAsync(SendAsync(Queue(), "a", "b"));

        Assert.Null(outcomes[0]);
        Assert.Contains("InternalError", Assert.IsType<TransientStorageException>(outcomes[1]).Message, StringComparison.Ordinal);
        Assert.Equal(4, _sqs.Requests.Count);
    }

    [Fact]
    public async Task Send_EntryIsRefusedForGood_FailsAloneAndIsNotSentAgain()
    {
        _sqs.Refuse("bad", "InvalidMessageContents", senderFault: true, times: int.MaxValue);

        var outcomes = await SendAsync(Queue(), "bad", "good");

        Assert.Contains("InvalidMessageContents", Assert.IsType<PermanentStorageException>(outcomes[0]).Message, StringComparison.Ordinal);
        Assert.Null(outcomes[1]);
        Assert.Equal([["bad", "good"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_RequestFails_AllItsEntriesMayNotHaveBeenTaken()
    {
        var queue = Queue();
        foreach (var trouble in (Exception[])
            [
                new QueueDoesNotExistException("gone"), new OverLimitException("full"), new AmazonClientException("no credentials"),
                new HttpRequestException("refused"), new AmazonServiceException("denied") { StatusCode = HttpStatusCode.Forbidden },
            ])
        {
            _sqs.Failure = trouble;
            Assert.All(
                await SendAsync(queue, "a", "b"), outcome => Assert.Same(trouble, Assert.IsType<TransientStorageException>(outcome).InnerException));
        }

        _sqs.Failure = null;
        Assert.Equal([null], await SendAsync(queue, "c"));
    }

    [Fact]
    public async Task Send_RequestFailsAfterSomeWereTaken_TellsThemApart()
    {
        _sqs.Refuse("b", "ServiceUnavailable", senderFault: false, times: 1);
        var send = SendAsync(Queue(), "a", "b");
        await UntilAsync(() => _sqs.Answers == 1);
        _sqs.Failure = new HttpRequestException("refused");

        var outcomes = await PassAsync(send);

        Assert.Null(outcomes[0]);
        Assert.IsType<TransientStorageException>(outcomes[1]);
    }

    [Fact]
    public async Task Send_NoAnswerWithinTheTimeout_IsTransient()
    {
        _sqs.Hold();
        var send = SendAsync(Queue(new() { RequestTimeout = TimeSpan.FromSeconds(10) }), "a");

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<TransientStorageException>((await send.WaitAsync(TimeSpan.FromSeconds(10), Token))[0]);
    }

    [Fact]
    public async Task Send_Canceled_Throws()
    {
        _sqs.Hold();
        using var stop = new CancellationTokenSource();
        var send = Queue().SendAsync([Envelope("a")], stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
    }

    [Fact]
    public void Send_TooLongOrEmpty_IsRefusedAtOnce()
    {
        var queue = Queue();

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = SendAsync(queue, "fine", new string('a', 60_001)); });
        Assert.Throws<ArgumentException>(() => { _ = SendAsync(queue, "fine", ""); });
        Assert.Empty(_sqs.Requests);
    }

    private static Task<IReadOnlyList<PipelineException?>> SendAsync(SqsEventQueue queue, params string[] bodies) =>
        queue.SendAsync([.. bodies.Select(Envelope)], Token);

    private static EncodedEnvelope Envelope(string body) => new(body, new EnvelopeHeader(Guid.Empty, 0, 0, DateTimeOffset.UnixEpoch));

    private SqsEventQueue Queue(SqsOptions? options = null, ScriptedSqs? sqs = null)
    {
        options ??= new SqsOptions();
        options.QueueUrl = "https://sqs/queue";
        return new((sqs ?? _sqs).Client, Options.Create(options), Options.Create(new QueueOptions()), _time);
    }

    /// <summary>Lets time pass, a pause between two tries after the other, until the task ends.</summary>
    private async Task<T> PassAsync<T>(Task<T> task)
    {
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return task.IsCompleted;
        });
        return await task;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
        }
    }
}
