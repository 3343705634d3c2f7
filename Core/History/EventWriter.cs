using Microsoft.Extensions.Logging;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Stores events of one UTC day, each once in the whole history: the raw store knows only those of the open collection. Days that are
/// too young to be sealed cost nothing more than the raw store.
/// </summary>
public sealed partial class EventWriter(IRawStore raw, EventHistory history, TimeProvider time, ILogger<EventWriter> logger)
{
    /// <inheritdoc cref="IRawStore.InsertAsync"/>
    /// <remarks>
    /// Repeating is safe: what was inserted before a crash is found to be there by the next delivery, which then also takes out again what is
    /// sealed or archived.
    /// </remarks>
    public async Task<IReadOnlyList<InsertOutcome>> WriteAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        var outcomes = await raw.InsertAsync(day, events, cancellationToken);
        if (day > DayAge.NewestWithGenerations(time))
        {
            return outcomes;
        }

        // After the insert: a day that is sealed in between has these events in its new generation.
        var earlier = await history.FindInGenerationsAsync([.. events.Select(own => own.Event.Key)], cancellationToken);
        foreach (var part in earlier.Damaged)
        {
            // The events stay in the open collection, and count once as soon as the part can be read again.
            Log.NotCompared(logger, part, day, part.Generation);
        }

        if (earlier.Events.Count > 0)
        {
            outcomes = await SettleAsync(day, events, outcomes, earlier.Events, cancellationToken);
        }

        // What was archived when we wrote, and no longer when we looked, has been brought back in between, with its own origin.
        return (await history.WasRestoredAsync(day, cancellationToken)) ? await CompareAgainAsync(day, events, outcomes, cancellationToken) : outcomes;
    }

    private async Task<IReadOnlyList<InsertOutcome>> CompareAgainAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, IReadOnlyList<InsertOutcome> outcomes, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<EventKey, long>();
        await foreach (var own in raw.ReadAsync([.. events.Select(own => own.Event.Key)], cancellationToken))
        {
            stored[own.Event.Key] = own.Origin;
        }

        return [.. events.Select((own, index) =>
            stored.TryGetValue(own.Event.Key, out var origin) && origin != own.Origin ? InsertOutcome.Duplicate : outcomes[index])];
    }

    private async Task<IReadOnlyList<InsertOutcome>> SettleAsync(
        DateOnly day,
        IReadOnlyList<RawEvent> events,
        IReadOnlyList<InsertOutcome> outcomes,
        IReadOnlyList<RawEvent> earlier,
        CancellationToken cancellationToken)
    {
        var known = earlier.ToDictionary(read => read.Event.Key);
        // Only what came just now from another origin than the earlier one: what has the same may be on its way back from the archive.
        var own = Enumerable.Range(0, events.Count)
            .Where(index => outcomes[index] == InsertOutcome.Stored
                && known.TryGetValue(events[index].Event.Key, out var first) && first.Origin != events[index].Origin)
            .Select(index => events[index]).ToList();
        if (own.Count > 0)
        {
            await raw.RemoveAsync(day, own, cancellationToken);
        }

        return [.. events.Select((written, index) => !known.TryGetValue(written.Event.Key, out var first) ? outcomes[index]
            : first.Origin == written.Origin ? InsertOutcome.Stored : InsertOutcome.Duplicate)];
    }

    private static partial class Log
    {
        [LoggerMessage(5601, LogLevel.Warning, "Late events of {Day} could not be compared with its archived part {Generation}, which can't be read")]
        public static partial void NotCompared(ILogger logger, Exception exception, DateOnly day, int generation);
    }
}
