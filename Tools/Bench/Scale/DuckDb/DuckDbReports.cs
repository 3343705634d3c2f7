using System.Diagnostics;
using DuckDB.NET.Data;
using Pipeline.Tools.Kpis;

namespace Pipeline.Tools.Bench.Scale.DuckDb;

/// <summary>
/// The yardstick of the API's reports: the same answers, computed from Parquet files by one query each. Days are those of UTC. The lists
/// of traffic are as long as the API's are by default.
/// </summary>
internal sealed class DuckDbReports : IDisposable
{
    private static readonly Dictionary<string, string> Queries = new()
    {
        // A session counts where it starts, so all events are searched for its first one.
        [Reports.Traffic] = """
            WITH sessions AS MATERIALIZED (
                SELECT date_trunc('day', min(timestamp)) AS day FROM events GROUP BY session_id
                HAVING min(timestamp) >= $from AND min(timestamp) < $to),
            views AS (
                SELECT page, count(*) AS views FROM asked WHERE event_type IN ('PAGE_VIEW', 'SEARCH', 'ORDER_PLACED')
                GROUP BY page ORDER BY views DESC, page LIMIT 100)
            SELECT 'totalSessions', '', 'count', count(*) FROM sessions
            UNION ALL SELECT 'activeUsers', '', 'count', count(DISTINCT user_id) FROM asked
            UNION ALL SELECT 'pageViewsByPage', page, 'views', views FROM views
            UNION ALL SELECT 'totalPageViews', '', 'count', count(*)
            FROM asked WHERE event_type IN ('PAGE_VIEW', 'SEARCH', 'ORDER_PLACED')
            UNION ALL SELECT 'sessionsOverTime', date, 'sessions', count(sessions.day)
            FROM days LEFT JOIN sessions ON sessions.day = days.day GROUP BY date
            """,
        [Reports.Search] = """
            WITH searches AS (
                SELECT query, count(*) AS searches FROM asked WHERE event_type = 'SEARCH' AND query IS NOT NULL
                GROUP BY query ORDER BY searches DESC, query LIMIT 10),
            in_vain AS (
                SELECT query, count(*) AS searches FROM asked WHERE event_type = 'SEARCH' AND query IS NOT NULL AND result_count = 0
                GROUP BY query ORDER BY searches DESC, query LIMIT 10)
            SELECT 'totalSearches', '', 'count', count(*) FROM asked WHERE event_type = 'SEARCH'
            UNION ALL SELECT 'topQueries', query, 'searches', searches FROM searches
            UNION ALL SELECT 'zeroResultQueries', query, 'searches', searches FROM in_vain
            """,
        [Reports.ProductAndCart] = """
            WITH products AS (
                SELECT product_id, arg_max(product_name, timestamp) AS name, sum(quantity) AS quantity
                FROM asked WHERE event_type = 'ADD_TO_CART' AND product_id IS NOT NULL AND quantity IS NOT NULL
                GROUP BY product_id ORDER BY quantity DESC, product_id LIMIT 10)
            SELECT 'cartActions', event_type, 'count', count(*)
            FROM asked WHERE event_type IN ('ADD_TO_CART', 'REMOVE_FROM_CART', 'ORDER_PLACED') GROUP BY event_type
            UNION ALL SELECT 'topProducts', product_id || '|' || coalesce(name, ''), 'quantity', quantity FROM products
            """,
        [Reports.Revenue] = """
            WITH orders AS MATERIALIZED (
                SELECT date_trunc('day', timestamp) AS day, count(*) AS orders, count(amount) AS priced, sum(amount) AS amount
                FROM asked WHERE event_type = 'ORDER_PLACED' GROUP BY day)
            SELECT 'revenueStats', '', 'orders', coalesce(sum(orders), 0) FROM orders
            UNION ALL SELECT 'revenueStats', '', 'revenue', coalesce(sum(amount), 0) FROM orders
            UNION ALL SELECT 'revenueStats', '', 'avgOrderValue', coalesce(round(sum(amount) / sum(priced), 2), 0) FROM orders
            UNION ALL SELECT 'ordersOverTime', date, 'orders', coalesce(orders, 0) FROM days LEFT JOIN orders USING (day)
            """,
        [Reports.Behavior] = """
            SELECT 'funnel', event_type, 'uniqueUsersCount', count(DISTINCT user_id) FROM asked GROUP BY event_type
            UNION ALL SELECT 'devices', coalesce(device, ''), 'uniqueUsersCount', count(DISTINCT user_id) FROM asked GROUP BY device
            """,
    };

    private readonly DuckDBConnection _connection = InMemoryDuckDb.Open();

    /// <param name="directory">Where <see cref="EventParquet"/> has put the files.</param>
    public DuckDbReports(string directory) =>
        InMemoryDuckDb.Execute(_connection, $"CREATE VIEW events AS FROM read_parquet('{Path.Combine(directory, EventParquet.Pattern)}')");

    /// <summary>Computes a report over calendar days, both ends included.</summary>
    public (double Milliseconds, IReadOnlyList<ReportRow> Rows) Compute(string report, DateOnly from, DateOnly to)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"""
            WITH asked AS (FROM events WHERE timestamp >= $from AND timestamp < $to),
            days AS (SELECT range AS day, strftime(range, '%Y-%m-%dT%H:%M:%S.000Z') AS date FROM range($from, $to, INTERVAL 1 DAY)),
            answer (list, label, measure, value) AS ({Queries[report]})
            SELECT list, label, measure, value::DECIMAL(18, 2) FROM answer
            """;
        command.Parameters.Add(new DuckDBParameter("from", from.ToDateTime(TimeOnly.MinValue)));
        command.Parameters.Add(new DuckDBParameter("to", to.AddDays(1).ToDateTime(TimeOnly.MinValue)));
        var started = Stopwatch.GetTimestamp();
        var rows = new List<ReportRow>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add(new ReportRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3)));
            }
        }

        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, rows);
    }

    public void Dispose() => _connection.Dispose();
}
