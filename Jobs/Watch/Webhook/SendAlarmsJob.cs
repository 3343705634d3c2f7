using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Watch.Webhook;

/// <summary>
/// Tells a webhook what there is to tell of alarms, in the order of their raising. What it did not take is tried again by the next run. It
/// may get the same news twice, under the same id.
/// </summary>
internal sealed partial class SendAlarmsJob(
    IAlarmStore alarms, AlarmWebhook webhook, IOptions<AlarmWebhookOptions> options, TimeProvider time, ILogger<SendAlarmsJob> logger)
    : IJob<NoArguments>
{
    private const int MaxAtATime = 50;

    // A receiver that refuses some alarms may take others; one that does not answer is not worth waiting for again and again.
    private const int MaxUnanswered = 3;

    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        if (!options.Value.IsConfigured())
        {
            return null;
        }

        var untold = await alarms.GetUntoldAsync(time.GetUtcNow() - options.Value.GiveUpAfter, MaxAtATime, cancellationToken);
        var (told, unanswered) = (0, 0);
        foreach (var alarm in untold)
        {
            if (await TellAsync(alarm, cancellationToken) is not { } failure)
            {
                told++;
                continue;
            }

            Log.NotTold(logger, alarm.Alarm.Kind, alarm.Id, failure.Problem);
            unanswered += failure.IsAnswer ? 0 : 1;
            if (unanswered == MaxUnanswered)
            {
                break;
            }
        }

        return told > 0 ? $"{told} alarms told" : null;
    }

    /// <summary>Returns why an alarm could not be told, or null.</summary>
    private async Task<WebhookFailure?> TellAsync(KeptAlarm alarm, CancellationToken cancellationToken)
    {
        var last = alarm.IsOpen ? AlarmNews.Raised : AlarmNews.Cleared;
        for (var news = alarm.Told + 1; news <= last; news++)
        {
            if (await webhook.SendAsync(alarm, news, cancellationToken) is { } failure)
            {
                return failure;
            }

            await alarms.NoteToldAsync(alarm.Id, news, cancellationToken);
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(2501, LogLevel.Warning, "The webhook was not told of the {Kind} alarm {Id}, which is tried again: {Problem}")]
        public static partial void NotTold(ILogger logger, AlarmKind kind, string id, string problem);
    }
}
