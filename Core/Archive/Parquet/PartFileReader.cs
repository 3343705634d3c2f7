using System.Runtime.CompilerServices;
using ParquetSharp;
using Pipeline.Core.Archive.Parquet.Columns;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>Reads the row groups of a part's file, in any order. Not thread-safe.</summary>
internal sealed class PartFileReader : IDisposable
{
    private readonly ParquetFileReader _file;

    /// <exception cref="ParquetException">This is no Parquet file.</exception>
    /// <exception cref="UnexpectedPartException">It has other columns than a part.</exception>
    public PartFileReader(string path)
    {
        using var properties = ReaderProperties.GetDefaultReaderProperties();
        properties.EnablePageChecksumVerification();
        _file = new ParquetFileReader(path, properties);
        try
        {
            RequirePart(_file.FileMetaData);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    private int RowGroups => _file.FileMetaData.NumRowGroups;

    /// <summary>
    /// The rows of a file, group by group, each until the next one is asked for. While one group is used, the next one is read.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="withFacts">Whether to read the columns that follow from the metadata as well.</param>
    /// <param name="cancellationToken">Ends the work between two row groups.</param>
    public static async IAsyncEnumerable<PartRows> ReadAsync(
        string path, bool withFacts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new PartFileReader(path);
        var capacity = reader.LargestRowGroup();
        var (current, ahead) = (new PartRows(capacity), new PartRows(capacity));
        var reading = Task.CompletedTask;
        try
        {
            for (var index = 0; index <= reader.RowGroups; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await reading;
                (current, ahead) = (ahead, current);
                if (index < reader.RowGroups)
                {
                    var (next, target) = (index, ahead);
                    reading = Task.Run(() => reader.Read(next, target, withFacts), CancellationToken.None);
                }

                if (index > 0)
                {
                    yield return current;
                }
            }
        }
        finally
        {
            // The file goes away after it, whatever happened.
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads a row group and compares its statistics, by which other readers skip it, with its rows.</summary>
    /// <param name="index">Which.</param>
    /// <param name="rows">Gets its rows.</param>
    /// <param name="withFacts">Whether to read the columns that follow from the metadata as well.</param>
    private void Read(int index, PartRows rows, bool withFacts)
    {
        using var group = _file.RowGroup(index);
        var metadata = group.MetaData;
        rows.ReadFrom(group, (int)metadata.NumRows, withFacts);
        RowGroupStatistics.Require(metadata, index, rows);
    }

    private int LargestRowGroup()
    {
        var largest = 0;
        for (var index = 0; index < RowGroups; index++)
        {
            using var group = _file.RowGroup(index);
            var metadata = group.MetaData;
            if (metadata.NumRows is < 1 or > PartSchema.RowsPerGroup)
            {
                throw new UnexpectedPartException($"row group {index} has {metadata.NumRows} rows");
            }

            largest = Math.Max(largest, (int)metadata.NumRows);
        }

        return largest;
    }

    public void Dispose() => _file.Dispose();

    private static void RequirePart(FileMetaData metadata)
    {
        using var expected = PartSchema.Create();
        var fields = expected.Fields;
        try
        {
            if (metadata.NumColumns != fields.Length)
            {
                throw new UnexpectedPartException($"it has {metadata.NumColumns} columns");
            }

            for (var index = 0; index < fields.Length; index++)
            {
                using var node = metadata.Schema.Column(index).SchemaNode;
                if (!node.Equals(fields[index]))
                {
                    throw new UnexpectedPartException($"its column {index} is not {fields[index].Name}");
                }
            }
        }
        finally
        {
            foreach (var field in fields)
            {
                field.Dispose();
            }
        }
    }
}
