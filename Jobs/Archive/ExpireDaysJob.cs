using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.History;
using Pipeline.Core.Rollups;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <summary>
/// Deletes the events of days that are older than they are kept. What was received for them and is not in the numbers yet comes first; so
/// nothing is deleted while such events wait.
/// </summary>
internal sealed class ExpireDaysJob(
    ExpiringDays expiring,
    DayExpirer expirer,
    IDirtySlices dirtySlices,
    IOptions<ArchivingOptions> options,
    TimeProvider time,
    ILogger<ExpireDaysJob> logger) : IJob<NoArguments>
{
    private const int MaxMarks = 10_000;

    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var keepDays = options.Value.KeepDays;
        var days = keepDays == 0 ? [] : await expiring.FindAsync(keepDays, cancellationToken);
        if (days.Count == 0)
        {
            return null;
        }

        if (await FindWaitingAsync(days[^1].Day, cancellationToken) is { } waiting)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"Nothing deleted: events of {waiting:yyyy-MM-dd} are not in the numbers yet; the next run tries again");
        }

        await expirer.BeginAsync(keepDays, cancellationToken);
        await DayByDay.RunAsync(
            [.. days.Select(day => (day.Day, day.Events))],
            day => expirer.DeleteAsync(day, cancellationToken),
            "deleted",
            progress,
            logger,
            cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{days.Sum(day => day.Events)} events of {days.Count} days deleted, {days[0].Day:yyyy-MM-dd} to {days[^1].Day:yyyy-MM-dd}, and {days.Sum(day => day.Files)} files with {days.Sum(day => day.Bytes)} bytes");
    }

    /// <summary>The first of the days that has events which the next refresh will count. What was set aside would wait for ever.</summary>
    private async Task<DateOnly?> FindWaitingAsync(DateOnly last, CancellationToken cancellationToken)
    {
        var end = new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var first = DateTimeOffset.MaxValue;
        foreach (var priority in Enum.GetValues<MarkPriority>())
        {
            var marks = await dirtySlices.GetWaitingAsync(priority, time.GetUtcNow(), MaxMarks, cancellationToken);
            first = marks.Where(mark => mark.Reason is null).Select(mark => mark.Start).Append(first).Min();
        }

        return first < end ? DateOnly.FromDateTime(first.UtcDateTime) : null;
    }
}
