using System.Text.Json;
using Pipeline.Tools.Bench.Scale.DuckDb;
using Xunit;

namespace Pipeline.Tools.Tests.Bench.Scale.DuckDb;

public sealed class ReportRowTests
{
    private const string Report = """
        {
          "revenueStats":[{"orders":3,"revenue":31.50}],
          "topProducts":[{"productId":"1","name":null,"quantity":2}],
          "start":"2025-03-30T00:00:00.000Z","freshness":{"completeThrough":null},"notes":["not exact"]
        }
        """;

    [Fact]
    public void Of_AReport_IsEveryNumberOfItsLists() =>
        Assert.Equal(
            [
                new ReportRow("revenueStats", "", "orders", 3),
                new ReportRow("revenueStats", "", "revenue", 31.5m),
                new ReportRow("topProducts", "1|", "quantity", 2),
            ],
            ReportRow.Of(JsonElement.Parse(Report)));

    [Fact]
    public void DifferenceOf_SameRowsInAnotherOrder_IsNone()
    {
        var rows = ReportRow.Of(JsonElement.Parse(Report)).ToList();

        Assert.Null(ReportRow.DifferenceOf(rows, rows.AsEnumerable().Reverse()));
    }

    [Fact]
    public void DifferenceOf_ANumberThatIsNotTheSame_NamesIt()
    {
        var rows = ReportRow.Of(JsonElement.Parse(Report)).ToList();

        var difference = ReportRow.DifferenceOf(rows, rows.Skip(1));

        Assert.Contains("orders", difference, StringComparison.Ordinal);
    }
}
