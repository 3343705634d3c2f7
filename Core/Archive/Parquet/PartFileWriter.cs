using ParquetSharp;
using Pipeline.Core.Archive.Parquet.Columns;
using Pipeline.Core.Archive.Parquet.Sorting;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>Writes sorted records to a Parquet file. While one row group is written, the next one is gathered.</summary>
internal static class PartFileWriter
{
    /// <summary>If it fails, no file is left.</summary>
    /// <param name="path">A file that does not exist.</param>
    /// <param name="sorted">The records.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="cancellationToken">Ends the work between two row groups.</param>
    public static async Task WriteAsync(string path, RecordSource sorted, long count, CancellationToken cancellationToken)
    {
        await using var file = OwnerOnly.CreateFile(
            path, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            await WriteAsync(file, sorted, (int)Math.Min(count, PartSchema.RowsPerGroup), cancellationToken);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task WriteAsync(Stream file, RecordSource sorted, int rowsPerGroup, CancellationToken cancellationToken)
    {
        using var schema = PartSchema.Create();
        using var properties = PartSchema.WriterProperties();
        using var writer = new ParquetFileWriter(file, schema, properties, PartSchema.FileMetadata, leaveOpen: true);
        var (gathered, written) = (new PartRows(rowsPerGroup), new PartRows(rowsPerGroup));
        var writing = Task.CompletedTask;
        try
        {
            while (Gather(sorted, gathered))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await writing;
                (gathered, written) = (written, gathered);
                var rows = written;
                writing = Task.Run(() => Write(writer, rows), CancellationToken.None);
            }
        }
        finally
        {
            // The file and the writer go away after it, whatever happened.
            await writing;
        }

        writer.Close();
    }

    /// <returns>False when there are no more.</returns>
    private static bool Gather(RecordSource sorted, PartRows rows)
    {
        rows.Clear();
        while (!rows.IsFull && sorted.MoveNext())
        {
            rows.Append(EventRecord.Read(sorted.Current));
        }

        return rows.Count > 0;
    }

    private static void Write(ParquetFileWriter writer, PartRows rows)
    {
        using var group = writer.AppendRowGroup();
        rows.WriteTo(group);
        group.Close();
    }
}
