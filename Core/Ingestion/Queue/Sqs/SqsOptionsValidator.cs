using Microsoft.Extensions.Options;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>Two different standard queues.</summary>
internal sealed class SqsOptionsValidator : IValidateOptions<SqsOptions>
{
    public ValidateOptionsResult Validate(string? name, SqsOptions options)
    {
        List<string> problems =
        [
            .. FindProblems(nameof(SqsOptions.QueueUrl), options.QueueUrl),
            .. FindProblems(nameof(SqsOptions.DeadLetterQueueUrl), options.DeadLetterQueueUrl),
        ];
        if (options.QueueUrl.Length > 0 && options.QueueUrl == options.DeadLetterQueueUrl)
        {
            problems.Add(
                $"{SqsOptions.SectionName}:{nameof(SqsOptions.QueueUrl)} and {nameof(SqsOptions.DeadLetterQueueUrl)} name the " +
                $"same queue {options.QueueUrl}; they must differ.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> FindProblems(string key, string url)
    {
        // An empty one is reported as missing.
        if (url.Length == 0)
        {
            yield break;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            yield return $"{SqsOptions.SectionName}:{key} '{url}' is not a queue URL such as https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.";
        }

        if (url.EndsWith(".fifo", StringComparison.Ordinal))
        {
            yield return $"{SqsOptions.SectionName}:{key} '{url}' is a FIFO queue; a standard queue is needed.";
        }
    }
}
