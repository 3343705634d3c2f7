using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>Which days are older than events are kept, and what they have.</summary>
public sealed class ExpiringDays(IRawStore raw, ISealedDays sealedDays, EventHistory history, TimeProvider time)
{
    /// <summary>Days that have events, and would have none if events were kept for that many days after their day's end; oldest first.</summary>
    /// <exception cref="TransientStorageException">A store is not reachable.</exception>
    public async Task<IReadOnlyList<ExpiringDay>> FindAsync(int keepDays, CancellationToken cancellationToken)
    {
        var last = DayAge.LastOlderThan(keepDays, time);
        var found = new List<ExpiringDay>();
        foreach (var day in (await history.GetDaysAsync(cancellationToken)).Where(day => day.Day <= last))
        {
            var events = await raw.CountAsync(day.Day, cancellationToken);
            foreach (var generation in day.Generations.Sealed)
            {
                events += await sealedDays.CountAsync(generation, cancellationToken);
            }

            var parts = day.Generations.Parts;
            found.Add(new ExpiringDay(day.Day, events + parts.Sum(part => part.Rows), parts.Count, parts.Sum(part => part.Bytes)));
        }

        return found;
    }
}

/// <param name="Day">The UTC day.</param>
/// <param name="Events">Its events, wherever they are.</param>
/// <param name="Files">Its files in the archive.</param>
/// <param name="Bytes">Their size.</param>
public sealed record ExpiringDay(DateOnly Day, long Events, int Files, long Bytes);
