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

/// <summary>How sends of one process share requests.</summary>
public sealed class SqsSendTests
{
    private const int RequestLimit = 1_048_576;

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedSqs _sqs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_NothingUnderWay_LeavesAtOnceAlone()
    {
        await Queue().SendAsync("a", Token);

        Assert.Equal([["a"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_WhileARequestIsUnderWay_TensLeaveAtOnceAndTheRestAfterTheLinger()
    {
        _sqs.Hold();
        var queue = Queue();
        var sends = Enumerable.Range(0, 15).Select(i => queue.SendAsync($"{i}", Token)).ToList();
        Assert.Equal([1, 10], _sqs.Requests.Select(request => request.Count));

        _time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal(2, _sqs.Requests.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([1, 10, 4], _sqs.Requests.Select(request => request.Count));

        _sqs.Release();
        await Task.WhenAll(sends);
        Assert.Equal(Enumerable.Range(0, 15).Select(i => $"{i}"), _sqs.Requests.SelectMany(request => request));
    }

    [Fact]
    public async Task Send_RequestEnds_TakesWhatWaitsWithoutLinger()
    {
        _sqs.Hold();
        var queue = Queue();
        List<Task> sends = [queue.SendAsync("a", Token), queue.SendAsync("b", Token), queue.SendAsync("c", Token)];

        _sqs.Release();
        await Task.WhenAll(sends).WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.Equal([["a"], ["b", "c"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_RequestsAtTheLimit_WaitsForOneToEnd()
    {
        _sqs.Hold();
        var queue = Queue(new() { MaxSendsInFlight = 2 });
        var sends = Enumerable.Range(0, 31).Select(i => queue.SendAsync($"{i}", Token)).ToList();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 10], _sqs.Requests.Select(request => request.Count));

        _sqs.Release();
        await Task.WhenAll(sends).WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.Equal([1, 10, 10, 10], _sqs.Requests.Select(request => request.Count));
    }

    [Fact]
    public Task Send_AnyBodies_EveryRequestKeepsBothLimitsAndEveryBodyIsSentOnce() =>
        Gen.Select(Gen.Int[1, EnvelopeCodec.MaxBodyLength], Gen.Int[0, 3]).Array[1, 60].SampleAsync(
            async bodies =>
            {
                var sqs = new ScriptedSqs();
                sqs.Hold();
                var queue = Queue(sqs: sqs);
                var texts = bodies.Select(body => new string("aü漢\uFFFF"[body.Item2], body.Item1)).ToList();
                var sends = texts.ConvertAll(text => queue.SendAsync(text, Token));
                sqs.Release();
                await Task.WhenAll(sends).WaitAsync(TimeSpan.FromSeconds(30), Token);

                Assert.All(sqs.Requests, request => Assert.InRange(request.Count, 1, 10));
                Assert.All(sqs.RequestBytes, bytes => Assert.InRange(bytes, 1, RequestLimit));
                Assert.Equal(texts.Count, sqs.Requests.Sum(request => request.Count));
            }, iter: 30, threads: 1);

    [Fact]
    public async Task Send_SomeEntriesFailForNow_OnlyThoseAreSentAgain()
    {
        _sqs.Hold();
        _sqs.Refuse("b", "ServiceUnavailable", senderFault: false, times: 2);
        var queue = Queue();
        List<Task> sends = [queue.SendAsync("first", Token), queue.SendAsync("a", Token), queue.SendAsync("b", Token)];

        _sqs.Release();
        await sends[1].WaitAsync(TimeSpan.FromSeconds(10), Token);
        await PassAsync(sends[2]);

        Assert.Equal([["first"], ["a", "b"], ["b"], ["b"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_EntryKeepsFailing_GivesUpAsTransientAfterFourTries()
    {
        _sqs.Refuse("b", "InternalError", senderFault: false, times: int.MaxValue);

        var failure = await Assert.ThrowsAsync<TransientStorageException>(() => PassAsync(Queue().SendAsync("b", Token)));

        Assert.Contains("InternalError", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, _sqs.Requests.Count);
    }

    [Fact]
    public async Task Send_EntryIsRefusedForGood_FailsAloneAndIsNotSentAgain()
    {
        _sqs.Hold();
        _sqs.Refuse("bad", "InvalidMessageContents", senderFault: true, times: int.MaxValue);
        var queue = Queue();
        List<Task> sends = [queue.SendAsync("first", Token), queue.SendAsync("bad", Token), queue.SendAsync("good", Token)];

        _sqs.Release();

        var failure = await Assert.ThrowsAsync<PermanentStorageException>(() => sends[1]);
        Assert.Contains("InvalidMessageContents", failure.Message, StringComparison.Ordinal);
        await sends[2];
        Assert.Equal([["first"], ["bad", "good"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_RequestFails_AllItsSendersLearnItAndTheNextOneIsTried()
    {
        var queue = Queue();
        foreach (var trouble in (Exception[])
            [
                new QueueDoesNotExistException("gone"), new OverLimitException("full"), new AmazonClientException("no credentials"),
                new HttpRequestException("refused"), new AmazonServiceException("denied") { StatusCode = HttpStatusCode.Forbidden },
            ])
        {
            _sqs.Failure = trouble;
            var failure = await Assert.ThrowsAsync<TransientStorageException>(() => queue.SendAsync("a", Token));
            Assert.Same(trouble, failure.InnerException);
        }

        _sqs.Failure = null;
        await queue.SendAsync("b", Token);
        Assert.Equal(["b"], _sqs.Requests[^1]);
    }

    [Fact]
    public async Task Send_NoAnswerWithinTheTimeout_IsTransient()
    {
        _sqs.Hold();
        var send = Queue(new() { RequestTimeout = TimeSpan.FromSeconds(10) }).SendAsync("a", Token);

        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TransientStorageException>(() => send.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Send_CanceledWhileWaiting_IsNeverSent()
    {
        _sqs.Hold();
        var queue = Queue();
        using var stop = new CancellationTokenSource();
        List<Task> sends = [queue.SendAsync("first", Token), queue.SendAsync("canceled", stop.Token), queue.SendAsync("kept", Token)];

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sends[1]);
        _sqs.Release();
        await Task.WhenAll(sends[0], sends[2]).WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.Equal([["first"], ["kept"]], _sqs.Requests);
    }

    [Fact]
    public async Task Send_CanceledOnTheWire_DoesNotDisturbTheOthersOfTheRequest()
    {
        _sqs.Hold();
        var queue = Queue();
        using var stop = new CancellationTokenSource();
        List<Task> sends = [queue.SendAsync("first", Token), queue.SendAsync("canceled", stop.Token), queue.SendAsync("kept", Token)];
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal([["first"], ["canceled", "kept"]], _sqs.Requests);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sends[1]);
        _sqs.Release();

        await sends[2].WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public void Send_TooLongOrEmpty_IsRefusedAtOnce()
    {
        var queue = Queue();

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = queue.SendAsync(new string('a', 60_001), Token); });
        Assert.Throws<ArgumentException>(() => { _ = queue.SendAsync("", Token); });
        Assert.Empty(_sqs.Requests);
    }

    private SqsEventQueue Queue(SqsOptions? options = null, ScriptedSqs? sqs = null)
    {
        options ??= new SqsOptions();
        options.QueueUrl = "https://sqs/queue";
        return new((sqs ?? _sqs).Client, Options.Create(options), Options.Create(new QueueOptions()), _time);
    }

    /// <summary>Lets time pass, a pause between two tries after the other, until the task ends.</summary>
    private async Task PassAsync(Task task)
    {
        while (await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), Token)) != task)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await task;
    }
}
