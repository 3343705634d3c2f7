using Pipeline.Core.Archive.Parquet.Columns;
using Pipeline.Core.Archive.Parquet.Sorting;
using Pipeline.Core.Archive.Parts;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>
/// Reads everything of a file: its pages' checksums, its statistics, the order of its events, that each is there once, and that the columns
/// for SQL say what the metadata says.
/// </summary>
internal static class PartExamination
{
    /// <exception cref="ParquetSharp.ParquetException">The file is not readable.</exception>
    /// <exception cref="UnexpectedPartException">It is not what a part should be.</exception>
    public static async Task<PartContent> ExamineAsync(string path, CancellationToken cancellationToken)
    {
        var hash = new ContentHash();
        var facts = new FactColumns(PartSchema.RowsPerGroup);
        var last = new LastRecord();
        await foreach (var rows in PartFileReader.ReadAsync(path, withFacts: true, cancellationToken))
        {
            for (var row = 0; row < rows.Count; row++)
            {
                hash.Add(last.Follow(rows[row]));
            }

            if (!rows.HasFactsOfItsMetadata(facts))
            {
                throw new UnexpectedPartException("a column does not say what the metadata says");
            }
        }

        return hash.ToContent();
    }

    private sealed class LastRecord
    {
        private byte[] _record = [];
        private byte[] _spare = [];
        private int _length;

        /// <returns>The record of the event, which must come after the one before.</returns>
        public ReadOnlySpan<byte> Follow(in EventFields fields)
        {
            var size = EventRecord.SizeOf(fields);
            if (_spare.Length < size)
            {
                _spare = new byte[size * 2];
            }

            EventRecord.Write(fields, _spare);
            if (_length > 0 && EventRecord.Compare(_record.AsSpan(0, _length), _spare.AsSpan(0, size)) >= 0)
            {
                throw new UnexpectedPartException("its events are not in order, each once");
            }

            (_record, _spare, _length) = (_spare, _record, size);
            return _record.AsSpan(0, size);
        }
    }
}
