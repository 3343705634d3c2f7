using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parquet;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Contracts.Archive;

/// <summary>What docs/archive.md says that others can do with the files.</summary>
public sealed partial class ArchiveDocumentationTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pipeline-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task DuckDbQuery_OfTheDocument_SumsTheDays()
    {
        var format = new ParquetPartFormat(
            new ArchiveScratch(Options.Create(new DataDirectoryOptions { DataDirectory = _data })), Options.Create(new ArchiveLocalOptions()));
        for (var day = 0; day < 2; day++)
        {
            var date = RawEvents.Day.AddDays(day);
            var order = RawEvents.Of(1, day: date, metadata: """{"amount":1.25}""");
            var folder = Directory.CreateDirectory(Path.Combine(_data, "events", $"dt={date:yyyy-MM-dd}")).FullName;
            await format.WriteAsync(
                Path.Combine(folder, "part-1.parquet"),
                RawEvents.Stream([order with { Event = order.Event with { EventType = "ORDER_PLACED" } }, RawEvents.Of(2, day: date)]),
                Token);
        }

        await using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync(Token);
        var query = FirstQuery.Match(await File.ReadAllTextAsync(Path.Combine(FindRoot(), "docs", "archive.md"), Token)).Groups[1].Value;

        var rows = await duck.QueryAsync<string>(
            $"SELECT concat_ws(' ', dt, orders, revenue) FROM ({query.Trim().TrimEnd(';').Replace("'events/", $"'{_data}/events/", StringComparison.Ordinal)})");

        Assert.Equal(["2026-03-01 1 1.250000", "2026-03-02 1 1.250000"], rows);
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Pipeline.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FirstQuery { get; }
}
