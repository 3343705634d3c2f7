using System.ComponentModel.DataAnnotations;

namespace Pipeline.Api.Limits;

internal sealed class LimitsOptions
{
    public const string SectionName = "Api:Limits";

    /// <summary>Connections open at a time; further ones are closed at once. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; set; } = 1_000;

    /// <summary>Batches of events in memory at a time, of up to 1 MiB each. Default 32.</summary>
    [Range(1, 10_000)]
    public int Batches { get; set; } = 32;

    /// <summary>Single events and profiles in memory at a time. Default 512.</summary>
    [Range(1, 100_000)]
    public int Events { get; set; } = 512;

    /// <summary>Analytics requests at a time. Default 8.</summary>
    [Range(1, 1_000)]
    public int Analytics { get; set; } = 8;

    /// <summary>Requests about users at a time. Default 8.</summary>
    [Range(1, 1_000)]
    public int Users { get; set; } = 8;

    /// <summary>Requests of operators at a time. Default 8.</summary>
    [Range(1, 1_000)]
    public int Operations { get; set; } = 8;

    /// <summary>Requests of each kind that may wait for their turn; further ones are answered 429. Default 200.</summary>
    [Range(0, 100_000)]
    public int Waiting { get; set; } = 200;

    /// <summary>How long a request may wait for its turn before it is answered 429. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a read may take before it is stopped and answered 503. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may take to arrive before it is answered 408. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
