using System.Globalization;
using Pipeline.Core.Alarms;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>Which alarms the accounts call for: one for each producer with a gap, one for each with a surplus.</summary>
public static class LedgerAlarms
{
    private const int MaxRanges = 20;

    public static IReadOnlyList<AlarmKind> Kinds { get; } = [AlarmKind.Gap, AlarmKind.Surplus];

    public static IReadOnlyList<Alarm> Of(IEnumerable<LedgerAccount> accounts, DateTimeOffset now) =>
    [
        .. accounts.SelectMany(account => new[]
        {
            Describe(
                AlarmKind.Gap,
                account.Producer,
                [.. account.Holes.Where(hole => hole.State == HoleState.Gap).Select(hole => hole.Range)],
                "{0:N0} accepted items of producer {1} are missing: numbers {2}.",
                now),
            Describe(
                AlarmKind.Surplus,
                account.Producer,
                account.Surplus,
                "{0:N0} items of producer {1} came with numbers some of which were counted before: {2}. They are stored, but not counted.",
                now),
        }).OfType<Alarm>(),
    ];

    private static Alarm? Describe(AlarmKind kind, Guid producer, IReadOnlyList<SequenceRange> ranges, string text, DateTimeOffset now) =>
        ranges.Count == 0 ? null : new Alarm(
            kind,
            producer.ToString(),
            string.Format(
                CultureInfo.InvariantCulture,
                text,
                ranges.Sum(range => range.Count),
                producer,
                string.Join(", ", ranges.Take(MaxRanges).Select(range => range.ToString()))),
            now);
}
