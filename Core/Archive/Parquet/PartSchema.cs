using ParquetSharp;
using ParquetSharp.Schema;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>The layout of a part's file. docs/archive.md describes it for those who read the files with other tools.</summary>
internal static class PartSchema
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>
    /// Rows that are compressed and skipped together: few, because they are what is read to find one user's events, but enough for texts
    /// that repeat.
    /// </summary>
    public const int RowsPerGroup = 32_768;

    public const int UuidBytes = 16;

    /// <summary>Digits of the numbers that KPIs use: beyond ±1e15 they are not counted, and six decimals are kept.</summary>
    public const int NumberPrecision = 22;

    public const int NumberScale = 6;

    /// <summary>Bytes that hold <see cref="NumberPrecision"/> digits and a sign.</summary>
    public const int NumberBytes = 10;

    private const int PageBytes = 64 << 10;
    private const int CompressionLevel = 3;
    private const string VersionKey = "pipeline.schema_version";

    /// <summary>Only these have statistics: a wrong one would make readers skip events, so each is compared with its rows.</summary>
    private static readonly string[] Pruned = ["user_id", "timestamp"];

    public static IReadOnlyDictionary<string, string> FileMetadata { get; } =
        new Dictionary<string, string> { [VersionKey] = $"{Version}" };

    /// <summary>Names of the columns, in the order of <see cref="Columns.PartRows"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "event_id", "timestamp", "user_id", "session_id", "event_type", "page", "metadata", "origin",
        "device", "query", "result_count", "product_id", "product_name", "quantity", "amount",
    ];

    public static GroupNode Create()
    {
        using var uuid = LogicalType.Uuid();
        using var time = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Millis);
        using var text = LogicalType.String();
        using var number = LogicalType.Decimal(NumberPrecision, NumberScale);
        using var none = LogicalType.None();
        return new GroupNode("schema", Repetition.Required,
        [
            new PrimitiveNode("event_id", Repetition.Required, uuid, PhysicalType.FixedLenByteArray, UuidBytes),
            new PrimitiveNode("timestamp", Repetition.Required, time, PhysicalType.Int64),
            Text("user_id", Repetition.Required),
            Text("session_id", Repetition.Required),
            Text("event_type", Repetition.Required),
            Text("page", Repetition.Required),
            Text("metadata", Repetition.Optional),
            new PrimitiveNode("origin", Repetition.Required, none, PhysicalType.Int64),
            Text("device", Repetition.Optional),
            Text("query", Repetition.Optional),
            Number("result_count"),
            Text("product_id", Repetition.Optional),
            Text("product_name", Repetition.Optional),
            Number("quantity"),
            Number("amount"),
        ]);

        PrimitiveNode Text(string name, Repetition repetition) => new(name, repetition, text, PhysicalType.ByteArray);

        PrimitiveNode Number(string name) => new(name, Repetition.Optional, number, PhysicalType.FixedLenByteArray, NumberBytes);
    }

    public static WriterProperties WriterProperties()
    {
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(CompressionLevel).DataPagesize(PageBytes).EnablePageChecksum()
            .DisableStatistics();
        foreach (var name in Pruned)
        {
            builder.EnableStatistics(name);
        }

        // Almost every value is a different one.
        foreach (var name in new[] { "event_id", "timestamp", "origin" })
        {
            builder.DisableDictionary(name);
        }

        return builder.Build();
    }
}
