using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Ingestion.Queue;

public sealed class QueueOptions
{
    public const string SectionName = "Pipeline:Queue";

    /// <summary>How long a received message stays invisible. The drain extends it while it works. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan VisibilityTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Deliveries after which a message becomes a dead letter. Default 5.</summary>
    [Range(1, 1_000)]
    public int MaxReceiveCount { get; set; } = 5;
}
