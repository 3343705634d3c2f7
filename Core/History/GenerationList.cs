using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>Lists the generations of days. A sealed one that is in the catalogue is left out: its part counts.</summary>
internal sealed class GenerationList(ISealedDays sealedDays, IArchiveCatalogue catalogue)
{
    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/>, both included, that have any, oldest first.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, DayGenerations>> GetAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        // In this order: a part is recorded before its sealed generation is dropped, so that none can be missed in between.
        var pending = await sealedDays.GetAsync(from, to, cancellationToken);
        var parts = await catalogue.GetPartsAsync(from, to, cancellationToken);
        if (pending.Count == 0 && parts.Count == 0)
        {
            return new Dictionary<DateOnly, DayGenerations>();
        }

        var archived = parts.Select(part => new SealedDay(part.Day, part.Generation)).ToHashSet();
        var sealedOf = pending.Where(day => !archived.Contains(day)).ToLookup(day => day.Day);
        var partsOf = parts.ToLookup(part => part.Day);
        return new SortedDictionary<DateOnly, DayGenerations>(partsOf.Select(day => day.Key).Union(sealedOf.Select(day => day.Key)).ToDictionary(
            day => day,
            day => new DayGenerations(
                [.. sealedOf[day].OrderBy(generation => generation.Generation)], [.. partsOf[day].OrderBy(part => part.Generation)])));
    }

    /// <summary>The number of the day's next generation, sealed or archived.</summary>
    public async Task<int> FindNextAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var pending = await sealedDays.GetAsync(day, day, cancellationToken);
        var parts = await catalogue.GetPartsAsync(day, day, cancellationToken);
        return pending.Select(own => own.Generation).Concat(parts.Select(part => part.Generation)).DefaultIfEmpty(0).Max() + 1;
    }

    /// <summary>Whether two listings agree.</summary>
    public static bool AreSame(
        IReadOnlyDictionary<DateOnly, DayGenerations> before, IReadOnlyDictionary<DateOnly, DayGenerations> after) =>
        before.Count == after.Count && before.All(day => after.TryGetValue(day.Key, out var same) && day.Value.IsSameAs(same));
}
