using System.Globalization;
using Pipeline.Core.Alarms;
using Pipeline.Core.Archive.Catalogue;

namespace Pipeline.Jobs.Archive;

/// <summary>Has an alarm open for every part that the catalogue knows to be damaged, whoever has noticed.</summary>
internal sealed class ArchiveAlarms(IArchiveCatalogue catalogue, AlarmReconciler alarms)
{
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var parts = await catalogue.GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        await alarms.ReconcileAsync(
            [AlarmKind.ArchiveUnproved],
            [.. parts.Where(part => part.Problem is not null).Select(Of)],
            cancellationToken);
    }

    private static Alarm Of(ArchivedPart part) => new(
        AlarmKind.ArchiveUnproved,
        part.Key,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Part {part.Generation} of the archived day {part.Day:yyyy-MM-dd}, with {part.Rows} events, is not proved: {part.Problem}."),
        part.VerifiedAt);
}
