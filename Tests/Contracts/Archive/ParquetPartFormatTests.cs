using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parquet;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Archive;

public sealed class ParquetPartFormatTests : PartFormatContract
{
    private readonly Lazy<IPartFormat> _format;

    public ParquetPartFormatTests() => _format = new(() => Create(memoryMegabytes: 256));

    private protected override IPartFormat Format => _format.Value;

    [Fact]
    public async Task Write_MoreThanFitsInMemory_IsSortedAndLeavesNoScratch()
    {
        // Buffers of about 1 MiB: more runs than are merged at once.
        var format = Create(memoryMegabytes: 4);
        var metadata = $$"""{"query":"{{new string('q', 1_000)}}"}""";
        RawEvent[] events = [.. RawEvents.Many(80_000, metadata)];
        Random.Shared.Shuffle(events);
        var path = Path.Combine(Directory.CreateDirectory(Data).FullName, "large");

        var written = await format.WriteAsync(path, RawEvents.Stream(events), Token);

        Assert.Equal(80_000, written.Rows);
        Assert.Equal(written, await format.ExamineAsync(path, Token));
        Assert.Equal(written, (await WriteAsync(events)).Content);
        AssertNoScratch();
    }

    [Fact]
    public async Task Write_File_IsTheOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        var (path, _) = await WriteAsync([RawEvents.Of(1)]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Write_File_OpensInPlainDuckDbWithItsTypes()
    {
        var (path, _) = await WriteAsync([.. RawEvents.Many(1_000)]);
        await using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync(Token);

        Assert.Equal(1_000, await duck.ExecuteScalarAsync<long>($"SELECT count(*) FROM read_parquet('{path}')"));
        var types = await duck.QueryAsync<(string Name, string Type)>($"SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet('{path}'))");
        Assert.Equal(
            [
                ("event_id", "UUID"), ("timestamp", "TIMESTAMP WITH TIME ZONE"), ("user_id", "VARCHAR"), ("session_id", "VARCHAR"),
                ("event_type", "VARCHAR"), ("page", "VARCHAR"), ("metadata", "VARCHAR"), ("origin", "BIGINT"), ("device", "VARCHAR"),
                ("query", "VARCHAR"), ("result_count", "DECIMAL(22,6)"), ("product_id", "VARCHAR"), ("product_name", "VARCHAR"),
                ("quantity", "DECIMAL(22,6)"), ("amount", "DECIMAL(22,6)"),
            ],
            types);
    }

    [Fact]
    public async Task Write_Metadata_HasColumnsForWhatKpisUse()
    {
        const string Metadata =
            """{"device":"mobile","query":"tea","resultCount":0,"productId":1001,"productName":"Tea","quantity":2,"amount":-1e15}""";
        var (path, _) = await WriteAsync([RawEvents.Of(1, metadata: Metadata), RawEvents.Of(2, "u2", metadata: "")]);
        await using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync(Token);

        var row = await duck.QuerySingleAsync<string>(
            $"""
            SELECT concat_ws('|', device, query, result_count, product_id, product_name, quantity, amount, metadata)
            FROM read_parquet('{path}') WHERE user_id = 'u1'
            """);

        Assert.Equal($"mobile|tea|0.000000|1001|Tea|2.000000|-1000000000000000.000000|{Metadata}", row);
        Assert.Equal(1, await duck.ExecuteScalarAsync<long>(
            $"SELECT count(*) FROM read_parquet('{path}') WHERE metadata IS NULL AND device IS NULL AND amount IS NULL"));
    }

    private protected override async Task AssertSameEventsOrRefusedAsync(string path, IEnumerable<RawEvent> events)
    {
        List<string> found;
        try
        {
            found = await ReadAsync(path);
        }
        catch (DuckDBException)
        {
            return;
        }

        Assert.Equal(events.Order(RawEvents.PartOrder).Select(RawEvents.Show), found);
    }

    private static async Task<List<string>> ReadAsync(string path)
    {
        await using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync(Token);
        var rows = await duck.QueryAsync<(Guid Id, long Time, string User, string Session, string Type, string Page, string? Metadata, long Origin)>(
            $"SELECT event_id, epoch_ms(timestamp), user_id, session_id, event_type, page, metadata, origin FROM read_parquet('{path}')");
        return
        [
            .. rows.Select(row => RawEvents.Show(new RawEvent(
                new Event(
                    row.Id,
                    DateTimeOffset.FromUnixTimeMilliseconds(row.Time),
                    row.User,
                    row.Session,
                    row.Type,
                    row.Page,
                    System.Text.Encoding.UTF8.GetBytes(row.Metadata ?? "")),
                row.Origin))),
        ];
    }

    private protected override void AssertNoScratch() =>
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Data, "archive-scratch")));

    private ParquetPartFormat Create(int memoryMegabytes) => new(
        new ArchiveScratch(Options.Create(new DataDirectoryOptions { DataDirectory = Data })),
        Options.Create(new ArchiveLocalOptions { MemoryMegabytes = memoryMegabytes }));
}
