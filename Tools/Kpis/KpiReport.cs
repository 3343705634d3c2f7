using System.Globalization;
using System.Text.Json;
using Pipeline.Tools.Client;
using Spectre.Console;

namespace Pipeline.Tools.Kpis;

/// <summary>Prints the five KPI groups of a range of days as tables.</summary>
internal sealed class KpiReport(PipelineClient client, IAnsiConsole console)
{
    private const int MaxRows = 10;
    private const int MaxDays = 31;

    public async Task PrintAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var traffic = await client.GetAnalyticsAsync(Reports.Traffic, from, to, cancellationToken);
        var search = await client.GetAnalyticsAsync(Reports.Search, from, to, cancellationToken);
        var cart = await client.GetAnalyticsAsync(Reports.ProductAndCart, from, to, cancellationToken);
        var revenue = await client.GetAnalyticsAsync(Reports.Revenue, from, to, cancellationToken);
        var behavior = await client.GetAnalyticsAsync(Reports.Behavior, from, to, cancellationToken);

        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"KPIs of {from:yyyy-MM-dd} to {to:yyyy-MM-dd}"));
        Totals(traffic, search, revenue);
        List(traffic, "pageViewsByPage", "Page views", ["page", "views"]);
        Days(traffic, "sessionsOverTime", "sessions", revenue, "ordersOverTime", "orders");
        List(search, "topQueries", "Top queries", ["query", "searches"]);
        List(search, "zeroResultQueries", "Queries without a result", ["query", "searches"]);
        List(cart, "cartActions", "Cart actions", ["eventType", "count"]);
        List(cart, "topProducts", "Top products added to carts", ["productId", "name", "quantity"]);
        List(behavior, "funnel", "Users by event type", ["eventType", "uniqueUsersCount"]);
        List(behavior, "devices", "Users by device", ["device", "uniqueUsersCount"]);
        Notes(traffic, search, cart, revenue, behavior);
    }

    private void Totals(JsonElement traffic, JsonElement search, JsonElement revenue)
    {
        var stats = revenue.GetProperty("revenueStats")[0];
        var table = NewTable("Totals", ["KPI", "value"], labels: 1);
        Row(table, "sessions", Cell(traffic.GetProperty("totalSessions")[0].GetProperty("count")));
        Row(table, "active users", Cell(traffic.GetProperty("activeUsers")[0].GetProperty("count")));
        Row(table, "searches", Cell(search.GetProperty("totalSearches")[0].GetProperty("count")));
        Row(table, "orders", Cell(stats.GetProperty("orders")));
        Row(table, "revenue", Cell(stats.GetProperty("revenue")));
        Row(table, "average order value", Cell(stats.GetProperty("avgOrderValue")));
        console.Write(table);
    }

    private void List(JsonElement group, string name, string title, string[] columns)
    {
        var rows = group.GetProperty(name);
        var table = NewTable(title, columns, labels: columns.Length - 1);
        foreach (var row in rows.EnumerateArray().Take(MaxRows))
        {
            Row(table, [.. columns.Select(column => Cell(row.GetProperty(column)))]);
        }

        if (rows.GetArrayLength() > MaxRows)
        {
            table.Caption = new TableTitle($"the first {MaxRows}");
        }

        console.Write(table);
    }

    private void Days(JsonElement left, string leftList, string leftName, JsonElement right, string rightList, string rightName)
    {
        var days = left.GetProperty(leftList).EnumerateArray().Zip(right.GetProperty(rightList).EnumerateArray()).ToList();
        var table = NewTable("By day", ["day starts", leftName, rightName], labels: 1);
        foreach (var (one, other) in days.TakeLast(MaxDays))
        {
            Row(table, Cell(one.GetProperty("date")), Cell(one.GetProperty(leftName)), Cell(other.GetProperty(rightName)));
        }

        if (days.Count > MaxDays)
        {
            table.Caption = new TableTitle($"last {MaxDays} of {days.Count:N0}");
        }

        console.Write(table);
    }

    private void Notes(params ReadOnlySpan<JsonElement> groups)
    {
        foreach (var group in groups)
        {
            if (group.TryGetProperty("notes", out var notes))
            {
                foreach (var note in notes.EnumerateArray())
                {
                    console.WriteLine($"Note: {Cell(note)}");
                }
            }
        }
    }

    private static Table NewTable(string title, string[] columns, int labels)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(title) };
        foreach (var (index, column) in columns.Index())
        {
            table.AddColumn(new TableColumn(column) { Alignment = index < labels ? Justify.Left : Justify.Right });
        }

        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDecimal().ToString("#,##0.######", CultureInfo.InvariantCulture),
        JsonValueKind.String => Printable.Of(value.GetString()!),
        _ => "(none)",
    };
}
