using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>Region, credentials and endpoint come from the SDK's own chain (environment, profile, instance role).</summary>
public sealed class SqsOptions
{
    public const string SectionName = "Pipeline:Sqs";

    /// <summary>The standard queue of the events. Required.</summary>
    [Required]
    public string QueueUrl { get; set; } = "";

    /// <summary>The queue that the first one's redrive policy moves messages to. Required.</summary>
    [Required]
    public string DeadLetterQueueUrl { get; set; } = "";

    /// <summary>Longest time for one request, the SDK's retries included; a receive may take longer by its wait. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the dead letters that one sweep has taken stay hidden from the others. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan DeadLetterVisibilityTimeout { get; set; } = TimeSpan.FromMinutes(2);
}
