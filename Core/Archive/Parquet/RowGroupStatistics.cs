using ParquetSharp;
using Pipeline.Core.Archive.Parquet.Columns;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>What readers skip row groups by: the first and last user, and the earliest and latest time.</summary>
internal static class RowGroupStatistics
{
    private const int TimeColumn = 1;
    private const int UserColumn = 2;

    /// <exception cref="UnexpectedPartException">The statistics are not those of the rows.</exception>
    public static void Require(RowGroupMetaData group, int index, PartRows rows)
    {
        var (earliest, latest) = (long.MaxValue, long.MinValue);
        foreach (var time in rows.Times)
        {
            earliest = Math.Min(earliest, time);
            latest = Math.Max(latest, time);
        }

        using var times = group.GetColumnChunkMetaData(TimeColumn).Statistics as Statistics<long>;
        using var users = group.GetColumnChunkMetaData(UserColumn).Statistics as Statistics<ByteArray>;
        if (times is { HasMinMax: true } && (times.Min != earliest || times.Max != latest)
            || users is { HasMinMax: true } && !(IsText(users.Min, rows.Users[0]) && IsText(users.Max, rows.Users[rows.Count - 1])))
        {
            throw new UnexpectedPartException($"the statistics of row group {index} are not those of its rows");
        }
    }

    private static bool IsText(ByteArray one, ReadOnlySpan<byte> other) => NativeBytes.Span(one.Pointer, one.Length).SequenceEqual(other);
}
