using System.Globalization;

namespace Pipeline.Core.Ingestion.Queue.Sqs;

/// <summary>SQS counts timeouts in whole seconds and reports times in Unix milliseconds.</summary>
internal static class SqsTime
{
    /// <summary>Rounded up: a message that comes back too early would be worked on twice.</summary>
    public static int WholeSeconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    public static DateTimeOffset FromUnix(string milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}
