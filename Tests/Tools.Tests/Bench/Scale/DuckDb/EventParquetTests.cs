using Pipeline.Core.Ingestion.Events;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Bench.Scale.DuckDb;
using Xunit;

namespace Pipeline.Tools.Tests.Bench.Scale.DuckDb;

public sealed class EventParquetTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2025, 3, 30, 10, 0, 0, 123, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pipeline-parquet-");

    [Fact]
    public void Write_EventWithEveryField_KeepsThem()
    {
        var item = new BenchEvent(Guid.NewGuid(), "ann", "s1", EventTypes.Search, "/p", At)
        {
            Device = "mobile",
            Product = new BenchProduct("7", "Kettle", 12.34m, 2),
            Query = "tea 'n' \"cups\"",
            ResultCount = 3,
            Amount = 99.95m,
        };

        Assert.Equal(
            [item.EventId, "ann", "s1", "SEARCH", "/p", At.UtcDateTime, "mobile", "7", "Kettle", 12.34m, 2, "tea 'n' \"cups\"", 3, 99.95m],
            ReadBack([item]).Single());
    }

    [Fact]
    public void Write_EventWithoutMetadata_HasNulls()
    {
        var item = new BenchEvent(Guid.NewGuid(), "ann", "s1", EventTypes.PageView, "/p", At);

        Assert.Equal(
            [item.EventId, "ann", "s1", "PAGE_VIEW", "/p", At.UtcDateTime, .. Enumerable.Repeat(DBNull.Value, 8)], ReadBack([item]).Single());
    }

    [Fact]
    public void Write_NoEvents_MakesNoFile()
    {
        Assert.Equal(0, EventParquet.Write([], _directory.FullName, TestContext.Current.CancellationToken));

        Assert.Empty(_directory.GetFiles());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private List<object[]> ReadBack(IReadOnlyCollection<BenchEvent> events)
    {
        Assert.Equal(events.Count, EventParquet.Write(events, _directory.FullName, TestContext.Current.CancellationToken));
        using var connection = InMemoryDuckDb.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"FROM read_parquet('{Path.Combine(_directory.FullName, EventParquet.Pattern)}')";
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
