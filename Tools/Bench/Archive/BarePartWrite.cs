using System.Diagnostics;
using ParquetSharp;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Tools.Bench.Archive;

/// <summary>
/// The yardstick: the same rows, sorted before, as the library's own column writers take them. It reads no metadata, hashes nothing and sorts
/// nothing.
/// </summary>
internal static class BarePartWrite
{
    private const int RowsPerGroup = 32_768;

    private static readonly Column[] Columns =
    [
        new Column<Guid>("event_id"), new Column<DateTime>("timestamp", LogicalType.Timestamp(true, TimeUnit.Millis)),
        new Column<string>("user_id"), new Column<string>("session_id"), new Column<string>("event_type"), new Column<string>("page"),
        new Column<string>("metadata"), new Column<long>("origin"),
        new Column<string>("device"), new Column<string>("query"), new Column<decimal?>("result_count", LogicalType.Decimal(29, 6)),
        new Column<string>("product_id"), new Column<string>("product_name"), new Column<decimal?>("quantity", LogicalType.Decimal(29, 6)),
        new Column<decimal?>("amount", LogicalType.Decimal(29, 6)),
    ];

    /// <param name="path">A file that does not exist.</param>
    /// <param name="rows">Sorted events, each with what its metadata says.</param>
    public static TimeSpan Run(string path, IReadOnlyList<BareRow> rows)
    {
        var started = Stopwatch.GetTimestamp();
        using (var builder = new WriterPropertiesBuilder())
        {
            using var properties = builder.Compression(Compression.Zstd).CompressionLevel(3)
                .DisableDictionary("event_id").DisableDictionary("timestamp").DisableDictionary("origin").Build();
            using var file = new ParquetFileWriter(path, Columns, properties);
            for (var start = 0; start < rows.Count; start += RowsPerGroup)
            {
                Write(file, [.. rows.Skip(start).Take(RowsPerGroup)]);
            }

            file.Close();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static void Write(ParquetFileWriter file, BareRow[] rows)
    {
        using var group = file.AppendRowGroup();
        Next(row => row.Raw.Event.EventId);
        Next(row => row.Raw.Event.Timestamp.UtcDateTime);
        Next(row => row.Raw.Event.UserId);
        Next(row => row.Raw.Event.SessionId);
        Next(row => row.Raw.Event.EventType);
        Next(row => row.Raw.Event.Page);
        Next(row => System.Text.Encoding.UTF8.GetString(row.Raw.Event.Metadata.Span));
        Next(row => row.Raw.Origin);
        Next(row => row.Device);
        Next(row => row.Query);
        Next(row => row.ResultCount);
        Next(row => row.ProductId);
        Next(row => row.ProductName);
        Next(row => row.Quantity);
        Next(row => row.Amount);

        void Next<T>(Func<BareRow, T> value)
        {
            using var column = group.NextColumn().LogicalWriter<T>();
            column.WriteBatch(Array.ConvertAll(rows, row => value(row)));
        }
    }
}

/// <summary>A raw event and what its metadata says.</summary>
internal sealed record BareRow(RawEvent Raw)
{
    public string? Device { get; init; }

    public string? Query { get; init; }

    public decimal? ResultCount { get; init; }

    public string? ProductId { get; init; }

    public string? ProductName { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? Amount { get; init; }

    public static BareRow Of(RawEvent raw)
    {
        using var metadata = System.Text.Json.JsonDocument.Parse(raw.Event.Metadata);
        var root = metadata.RootElement;
        return new BareRow(raw)
        {
            Device = Text("device"),
            Query = Text("query"),
            ResultCount = Number("resultCount"),
            ProductId = Text("productId"),
            ProductName = Text("productName"),
            Quantity = Number("quantity"),
            Amount = Number("amount"),
        };

        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

        decimal? Number(string name) => root.TryGetProperty(name, out var value) ? value.GetDecimal() : null;
    }
}
