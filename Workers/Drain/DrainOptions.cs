using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Pipeline.Workers.Drain;

public sealed class DrainOptions
{
    public const string SectionName = "Pipeline:Drain";

    /// <summary>Messages asked for in one receive call. Default 10, the most that SQS gives.</summary>
    [Range(1, 100)]
    public int MessagesPerReceive { get; set; } = 10;

    /// <summary>Receive calls under way at a time while there is a backlog. Default 2.</summary>
    [Range(1, 32)]
    public int Receivers { get; set; } = 2;

    /// <summary>What was received is stored together, up to about this many events. Default 10,000.</summary>
    [Range(1, 100_000)]
    public int EventsPerBatch { get; set; } = 10_000;

    /// <summary>How long a receive call waits for a message. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan ReceiveWait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>First pause after trouble; doubles up to <see cref="MaxBackOff"/>. Default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan MinBackOff { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest pause after trouble. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long received batches may still be worked on after the process was told to stop. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ShutdownDrain { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for the delete that follows a stored batch, also during shutdown. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan DeleteTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>The rules that span several settings.</summary>
internal sealed class DrainOptionsValidator : IValidateOptions<DrainOptions>
{
    public ValidateOptionsResult Validate(string? name, DrainOptions options) =>
        options.MinBackOff <= options.MaxBackOff
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DrainOptions.SectionName}:MinBackOff ({options.MinBackOff}) must not be longer than MaxBackOff ({options.MaxBackOff}).");
}
