using System.Globalization;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <param name="From">First UTC day whose parts are proved; with neither day, those that have not been proved for a week.</param>
/// <param name="To">Last day, included.</param>
public sealed record VerifyArchiveArguments(DateOnly? From = null, DateOnly? To = null);

/// <summary>
/// Proves archived parts again from their files, those first that were proved longest ago, and notes in the catalogue what it finds. The watch
/// raises the alarm. Nothing is ever deleted or mended here.
/// </summary>
internal sealed class VerifyArchiveJob(IArchiveCatalogue catalogue, PartProver prover, ArchiveAlarms alarms, TimeProvider time)
    : IJob<VerifyArchiveArguments>
{
    // Bytes rot slowly, and each proof reads, and in S3 pays for, the whole file.
    private static readonly TimeSpan ProofHolds = TimeSpan.FromDays(7);

    public async Task<string?> RunAsync(VerifyArchiveArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var isAsked = arguments.From is not null || arguments.To is not null;
        var parts = await catalogue.GetPartsAsync(
            arguments.From ?? DateOnly.MinValue, arguments.To ?? DateOnly.MaxValue, cancellationToken);
        // A problem is looked at every time: it may have been mended.
        var due = parts.Where(part => isAsked || part.Problem is not null || part.VerifiedAt <= time.GetUtcNow() - ProofHolds)
            .OrderBy(part => part.VerifiedAt).ToList();
        var (done, damaged) = (0L, new List<string>());
        var total = due.Sum(part => part.Rows);
        foreach (var part in due)
        {
            var problem = await prover.FindProblemAsync(part, cancellationToken);
            await catalogue.NoteAsync(part.Day, part.Generation, problem, time.GetUtcNow(), cancellationToken);
            if (problem is not null)
            {
                damaged.Add(string.Create(CultureInfo.InvariantCulture, $"{part.Day:yyyy-MM-dd} part {part.Generation}"));
            }

            done += part.Rows;
            await progress.ReportAsync(done, total, cancellationToken);
        }

        await alarms.ReconcileAsync(cancellationToken);
        return (due.Count, damaged.Count, isAsked) switch
        {
            (0, _, true) => "Nothing is archived in these days",
            (0, _, false) => null,
            (_, 0, _) => $"{due.Count} parts with {total} events proved",
            _ => $"{due.Count - damaged.Count} parts proved, {damaged.Count} damaged: {string.Join(", ", damaged)}",
        };
    }
}
