using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using Moq;

namespace Pipeline.Core.Tests.Ingestion.Queue;

/// <summary>SQS as its send requests see it: answers can be held up, entries refused, whole requests failed.</summary>
internal sealed class ScriptedSqs
{
    private readonly Lock _lock = new();
    private readonly List<SendMessageBatchRequest> _requests = [];
    private readonly Dictionary<string, (string Code, bool SenderFault, int Times)> _refusals = [];
    private TaskCompletionSource? _hold;
    private int _answers;

    public ScriptedSqs()
    {
        var sqs = new Mock<IAmazonSQS>(MockBehavior.Strict);
        sqs.Setup(client => client.SendMessageBatchAsync(It.IsAny<SendMessageBatchRequest>(), It.IsAny<CancellationToken>()))
            .Returns<SendMessageBatchRequest, CancellationToken>(AnswerAsync);
        Client = sqs.Object;
    }

    public IAmazonSQS Client { get; }

    /// <summary>Thrown by every request while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Requests that have been answered.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>The bodies of each request.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Requests
    {
        get
        {
            lock (_lock)
            {
                return _requests.ConvertAll(request => (IReadOnlyList<string>)request.Entries.ConvertAll(entry => entry.MessageBody));
            }
        }
    }

    /// <summary>The size of each request as SQS counts it.</summary>
    public IReadOnlyList<int> RequestBytes
    {
        get
        {
            lock (_lock)
            {
                return _requests.ConvertAll(request => request.Entries.Sum(BytesOf));
            }
        }
    }

    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _hold?.SetResult();
        _hold = null;
    }

    public void Refuse(string body, string code, bool senderFault, int times) => _refusals[body] = (code, senderFault, times);

    private async Task<SendMessageBatchResponse> AnswerAsync(SendMessageBatchRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _requests.Add(new SendMessageBatchRequest(request.QueueUrl, [.. request.Entries]));
        }

        if (_hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        if (Failure is { } failure)
        {
            throw failure;
        }

        // As the SDK does it: no list rather than an empty one.
        var response = new SendMessageBatchResponse();
        foreach (var entry in request.Entries)
        {
            if (_refusals.TryGetValue(entry.MessageBody, out var refusal) && refusal.Times > 0)
            {
                _refusals[entry.MessageBody] = refusal with { Times = refusal.Times - 1 };
                response.Failed ??= [];
                response.Failed.Add(new BatchResultErrorEntry { Id = entry.Id, Code = refusal.Code, SenderFault = refusal.SenderFault });
            }
            else
            {
                response.Successful ??= [];
                response.Successful.Add(new SendMessageBatchResultEntry { Id = entry.Id });
            }
        }

        Interlocked.Increment(ref _answers);
        return response;
    }

    private static int BytesOf(SendMessageBatchRequestEntry entry) =>
        Encoding.UTF8.GetByteCount(entry.MessageBody)
        + (entry.MessageAttributes ?? []).Sum(item => item.Key.Length + item.Value.DataType.Length + item.Value.StringValue.Length);
}
