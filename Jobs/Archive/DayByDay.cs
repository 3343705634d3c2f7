using System.Globalization;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <summary>
/// Works on days one after the other. A day whose files are damaged does not keep the others from being done: the run fails at its end. Progress
/// counts events.
/// </summary>
internal static partial class DayByDay
{
    /// <param name="days">The days and their events, in the order in which they are done.</param>
    /// <param name="work">What is done with each.</param>
    /// <param name="what">Past participle, for messages: "archived".</param>
    /// <param name="progress">Where progress goes.</param>
    /// <param name="logger">Where failures of single days go.</param>
    /// <param name="cancellationToken">Ends it between two days.</param>
    /// <exception cref="AggregateException">Days failed; the others were done.</exception>
    public static async Task RunAsync(
        IReadOnlyCollection<(DateOnly Day, long Events)> days,
        Func<DateOnly, Task> work,
        string what,
        JobProgress progress,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var (total, done, failed) = (days.Sum(day => day.Events), 0L, new List<Exception>());
        await progress.ReportAsync(0, total, cancellationToken);
        foreach (var (day, events) in days)
        {
            try
            {
                await work(day);
            }
            catch (Exception failure) when (failure is DamagedPartException or PermanentStorageException)
            {
                Log.Failed(logger, failure, day, what);
                failed.Add(failure);
            }

            await progress.ReportAsync(done += events, total, cancellationToken);
        }

        if (failed.Count > 0)
        {
            throw new AggregateException(
                string.Create(CultureInfo.InvariantCulture, $"{failed.Count} of {days.Count} days could not be {what}."), failed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2601, LogLevel.Error, "{Day} could not be {What}; its events stay where they are")]
        public static partial void Failed(ILogger logger, Exception exception, DateOnly day, string what);
    }
}
