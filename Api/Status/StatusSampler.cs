using Pipeline.Core;

namespace Pipeline.Api.Status;

/// <summary>Looks at the status again and again, so that whoever opens it after something went wrong sees how it came.</summary>
internal sealed partial class StatusSampler(
    StatusReader reader, StatusHistory history, TimeProvider time, ILogger<StatusSampler> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StatusHistory.Every, time);
        do
        {
            await SampleAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            history.Add(await reader.ReadAsync(cancellationToken), time.GetUtcNow());
        }
        catch (PipelineException failure)
        {
            // Those who need the queue or the store more than we do have said so.
            Log.NotSampled(logger, failure);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // It would end the process, which has better things to do than to sample.
            Log.Failed(logger, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4501, LogLevel.Debug, "The status cannot be read; there is no sample this time")]
        public static partial void NotSampled(ILogger logger, Exception exception);

        [LoggerMessage(4502, LogLevel.Error, "There is no sample of the status this time")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
