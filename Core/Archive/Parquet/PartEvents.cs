using System.Runtime.CompilerServices;
using Pipeline.Core.Archive.Parquet.Columns;
using Pipeline.Core.Archive.Parquet.Sorting;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>A part's file as events, in its order.</summary>
internal static class PartEvents
{
    /// <exception cref="ParquetSharp.ParquetException">The file is not readable.</exception>
    /// <exception cref="UnexpectedPartException">It is not what a part should be.</exception>
    public static async IAsyncEnumerable<RawEvent> ReadAsync(
        string path, EventTimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var texts = new EventTexts();
        await foreach (var rows in PartFileReader.ReadAsync(path, withFacts: false, cancellationToken))
        {
            for (var row = 0; row < rows.Count; row++)
            {
                if (range.Has(rows.Times[row]))
                {
                    yield return ToRawEvent(rows, row, texts);
                }
            }
        }
    }

    private static RawEvent ToRawEvent(PartRows rows, int row, EventTexts texts)
    {
        EventFields fields = rows[row];
        return new RawEvent(
            new Event(
                new Guid(fields.EventId, bigEndian: true),
                DateTimeOffset.FromUnixTimeMilliseconds(fields.Time),
                texts[fields.UserId],
                texts[fields.SessionId],
                texts[fields.EventType],
                texts[fields.Page],
                fields.Metadata.ToArray()),
            fields.Origin);
    }
}
