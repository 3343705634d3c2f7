using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Secrets;

namespace Pipeline.Hosting.Secrets;

/// <summary>
/// Reads secrets again from time to time, for settings that may change while the process runs. While they cannot be read, the settings
/// stay as they are.
/// </summary>
internal sealed partial class SecretRefresh(
    SecretReferences secrets, IReadOnlyList<string> sections, IOptions<SecretOptions> options, TimeProvider time, ILogger<SecretRefresh> logger)
    : BackgroundService
{
    /// <summary>Processes that start together ask at different times: each waits up to this share longer or shorter.</summary>
    public const double Jitter = 0.1;

    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var factor = 1 - Jitter + (2 * Jitter * Random.Shared.NextDouble());
                await Task.Delay(options.Value.Refresh * factor, time, stoppingToken);
                Report(await secrets.ReadAsync(sections, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    /// <summary>Once when an outage begins, once when it is over.</summary>
    private void Report(IReadOnlyList<string> problems)
    {
        var wasFailing = _isFailing;
        _isFailing = problems.Count > 0;
        if (_isFailing && !wasFailing)
        {
            Log.Unreadable(logger, string.Join(" ", problems));
        }
        else if (wasFailing && !_isFailing)
        {
            Log.ReadableAgain(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "Secrets cannot be read again; their settings stay as they are. {Problems}")]
        public static partial void Unreadable(ILogger logger, string problems);

        [LoggerMessage(3102, LogLevel.Information, "Secrets can be read again")]
        public static partial void ReadableAgain(ILogger logger);
    }
}
