using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>Both queues exist and can be read, and the redrive policy of the first names the second.</summary>
/// <remarks>The check makes the client itself, so that it can report when the SDK finds no region.</remarks>
internal sealed partial class SqsQueueCheck(
    Func<IAmazonSQS> connect, IOptions<SqsOptions> options, TimeProvider time, ILogger<SqsQueueCheck> logger) : IStartupCheck
{
    private const string QueueKey = $"{SqsOptions.SectionName}:{nameof(SqsOptions.QueueUrl)}";
    private const string DeadLetterKey = $"{SqsOptions.SectionName}:{nameof(SqsOptions.DeadLetterQueueUrl)}";

    private const string QueuePermissions =
        "sqs:GetQueueAttributes, to ingest sqs:SendMessage, to drain sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility";
    private const string DeadLetterPermissions = "sqs:GetQueueAttributes, to drain sqs:ReceiveMessage and sqs:DeleteMessage";

    private readonly SqsOptions _options = options.Value;

    public string Name => "SQS";

    public async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken)
    {
        IAmazonSQS sqs;
        try
        {
            sqs = connect();
        }
        catch (Exception trouble) when (AwsCalls.IsTrouble(trouble))
        {
            return [$"SQS can't be used: {AwsCalls.Describe(trouble)} Set AWS_REGION, or run where the SDK finds a region."];
        }

        var queue = ReadAsync(sqs, QueueKey, _options.QueueUrl, QueuePermissions, cancellationToken);
        var deadLetters = ReadAsync(sqs, DeadLetterKey, _options.DeadLetterQueueUrl, DeadLetterPermissions, cancellationToken);
        await Task.WhenAll(queue, deadLetters);

        return (await queue, await deadLetters) switch
        {
            ({ Attributes: { } from }, { Attributes: { } to }) => FindProblemsBetween(from, to),
            var (first, second) => [.. new[] { first.Problem, second.Problem }.OfType<string>()],
        };
    }

    private async Task<(Dictionary<string, string>? Attributes, string? Problem)> ReadAsync(
        IAmazonSQS sqs, string key, string url, string permissions, CancellationToken cancellationToken)
    {
        try
        {
            var request = new GetQueueAttributesRequest(url, [QueueAttributeName.QueueArn, QueueAttributeName.RedrivePolicy]);
            var response = await AwsCalls.CallAsync(
                $"{key} {url}", _options.RequestTimeout, time, token => sqs.GetQueueAttributesAsync(request, token), cancellationToken);
            return (response.Attributes ?? [], null);
        }
        catch (TransientStorageException trouble)
        {
            return (null, $"{trouble.Message} The queue must exist in the client's region and allow {permissions}.");
        }
    }

    private List<string> FindProblemsBetween(Dictionary<string, string> queue, Dictionary<string, string> deadLetters)
    {
        if (!queue.TryGetValue(QueueAttributeName.RedrivePolicy, out var policy))
        {
            Log.NoRedrivePolicy(logger, _options.QueueUrl);
            return [];
        }

        using var parsed = JsonDocument.Parse(policy);
        var target = parsed.RootElement.GetProperty("deadLetterTargetArn").GetString();
        var expected = deadLetters.GetValueOrDefault(QueueAttributeName.QueueArn);
        return target == expected
            ? []
            : [$"{DeadLetterKey} {_options.DeadLetterQueueUrl} is {expected}, but the redrive policy of {_options.QueueUrl} leads to " +
                $"{target}: dead letters would be lost when that queue drops them."];
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning,
            "The queue {QueueUrl} has no redrive policy: a message that can't be handled comes back until the queue drops it")]
        public static partial void NoRedrivePolicy(ILogger logger, string queueUrl);
    }
}
