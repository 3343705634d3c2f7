using System.ComponentModel.DataAnnotations;

namespace Pipeline.Api.Ingest;

internal sealed class IngestOptions
{
    public const string SectionName = "Pipeline:Ingest";

    /// <summary>Requests, of up to 10 envelopes each, that may be on their way to the queue at the same time. Default 2.</summary>
    [Range(1, 64)]
    public int Lanes { get; set; } = 2;

    /// <summary>How long to wait for more events before sending a small envelope. Default 5 ms; zero sends at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Envelopes with at least this many bytes of events are sent without waiting for more. Default 16 KiB.</summary>
    [Range(0, int.MaxValue)]
    public int LingerBelowBytes { get; set; } = 16 * 1_024;

    /// <summary>Bytes of events that may wait for an envelope; beyond that, requests are answered 429. Default 32 MiB.</summary>
    [Range(4 * 1_024 * 1_024, int.MaxValue)]
    public int MaxWaitingBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>
    /// After sending nothing for this long, a heartbeat tells the ledger that the process is alive and up to which number it has sent.
    /// Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);
}
