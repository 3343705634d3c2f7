using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>
/// Moves an old day to the archive: seals what is open, then turns its sealed generations into proved parts, oldest first. Every step can be
/// repeated: after a crash anywhere each event can be read exactly once, and the next run goes on from there.
/// </summary>
public sealed class DayArchiver(
    IRawStore raw,
    ISealedDays sealedDays,
    IArchiveCatalogue catalogue,
    ArchiveLeftovers leftovers,
    PartArchiver parts,
    IOptions<ArchivingOptions> options,
    TimeProvider time)
{
    private readonly GenerationList _generations = new(sealedDays, catalogue);

    /// <summary>How many days after its end a day is hot.</summary>
    public int HotDays => options.Value.HotDays;

    /// <summary>Whether the day has not begun.</summary>
    public bool IsToCome(DateOnly day) => day > DayAge.Today(time);

    /// <summary>Whether the policy keeps the day where it is; a day to come is hot too.</summary>
    public bool IsHot(DateOnly day) => DayAge.IsHot(day, options.Value.HotDays, time);

    /// <summary>The days that have events to be archived, whatever their age, oldest first, and how many these are.</summary>
    /// <param name="from">First UTC day.</param>
    /// <param name="to">Last UTC day, included.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<WaitingDay>> FindWaitingAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var open = (await raw.GetDaysAsync(cancellationToken)).Where(day => day >= from && day <= to);
        var pending = (await sealedDays.GetAsync(from, to, cancellationToken)).ToLookup(day => day.Day);
        var waiting = new List<WaitingDay>();
        foreach (var day in open.Union(pending.Select(own => own.Key)).Order())
        {
            var events = await raw.CountAsync(day, cancellationToken);
            foreach (var generation in pending[day])
            {
                events += await sealedDays.CountAsync(generation, cancellationToken);
            }

            if (events > 0 || pending.Contains(day))
            {
                waiting.Add(new WaitingDay(day, events));
            }
        }

        return waiting;
    }

    /// <summary>The days that were restored so lately that they are as good as new ones.</summary>
    public async Task<IReadOnlySet<DateOnly>> FindKeptHotAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromDays(options.Value.HotDays);
        return (await catalogue.GetRestoredAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken))
            .Where(part => part.RestoredAt > since).Select(part => part.Day).ToHashSet();
    }

    /// <summary>Archives a day.</summary>
    /// <returns>The parts that were added, in order; none if there was nothing, or nothing new.</returns>
    /// <exception cref="InvalidOperationException">The day is hot.</exception>
    /// <exception cref="TransientStorageException">A store, the archive or the disk is not usable; the day can be read as before.</exception>
    /// <exception cref="PermanentStorageException">The archive does not take the file; the day can be read as before.</exception>
    /// <exception cref="DamagedPartException">An earlier part of the day can't be read, or the new one does not come back as it was
    /// written; the day can be read as before.</exception>
    public async Task<IReadOnlyList<ArchivedPart>> RunAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (IsHot(day))
        {
            throw new InvalidOperationException($"{day:yyyy-MM-dd} is hot for {options.Value.HotDays} days and can't be archived yet.");
        }

        await leftovers.RemoveAsync(day, day, cancellationToken);
        await SealAsync(day, cancellationToken);
        var added = new List<ArchivedPart>();
        foreach (var generation in (await sealedDays.GetAsync(day, day, cancellationToken)).OrderBy(own => own.Generation))
        {
            // Read again for each: a part that was just added counts before the next generation.
            var recorded = await catalogue.GetPartsAsync(day, day, cancellationToken);
            if (recorded.All(part => part.Generation != generation.Generation)
                && await parts.RunAsync(generation, recorded, cancellationToken) is { } part)
            {
                added.Add(part);
            }

            await sealedDays.DropAsync(generation, cancellationToken);
        }

        await ForgetRestoredAsync(day, cancellationToken);
        return added;
    }

    private async Task ForgetRestoredAsync(DateOnly day, CancellationToken cancellationToken)
    {
        foreach (var left in await catalogue.GetRestoredAsync(day, day, cancellationToken))
        {
            await catalogue.RemoveAsync(day, left.Generation, cancellationToken);
        }
    }

    private async Task SealAsync(DateOnly day, CancellationToken cancellationToken)
    {
        if (await raw.CountAsync(day, cancellationToken) == 0)
        {
            return;
        }

        await sealedDays.SealAsync(new SealedDay(day, await _generations.FindNextAsync(day, cancellationToken)), cancellationToken);
    }
}

/// <param name="Day">The UTC day.</param>
/// <param name="Events">Events that are open or sealed.</param>
public sealed record WaitingDay(DateOnly Day, long Events);
