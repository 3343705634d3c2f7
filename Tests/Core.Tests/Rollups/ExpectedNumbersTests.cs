using System.IO.Compression;
using System.Text.Json;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;
using Xunit;

namespace Pipeline.Core.Tests.Rollups;

/// <summary>Folds real event files and compares with answers that an independent program computed from the same files.</summary>
public sealed class ExpectedNumbersTests
{
    private static readonly string? Data = FindData();

    public static TheoryData<string> Answers { get; } =
        Data is null ? ["none"] : [.. Directory.GetFiles(Path.Combine(Data, "expected"), "*.json").Select(path => Path.GetFileName(path)!).Order()];

    [Theory]
    [MemberData(nameof(Answers))]
    public void Fold_EventFile_GivesTheWorkedAnswers(string answer)
    {
        Assert.SkipWhen(Data is null, "There is no folder shared/data beside the repository.");

        // FILE.FROM[..TO].ZONE.json
        var parts = answer.Replace("..", "/", StringComparison.Ordinal).Split('.');
        var days = parts[1].Split('/');
        var calendar = new ReportingCalendar(TimeZoneInfo.FindSystemTimeZoneById(parts[2].Replace('_', '/')));
        var from = calendar.DayRange(DateOnly.Parse(days[0], null)).Start;
        var to = calendar.DayRange(DateOnly.Parse(days[^1], null)).End;
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Data!, "expected", answer)));
        var rollup = FoldFile(Path.Combine(Data!, parts[0] + ".ndjson.gz"), from, to);

        var traffic = expected.RootElement.GetProperty("traffic");
        Assert.Equal(traffic.GetProperty("totalSessions").GetInt64(), rollup.Sessions);
        Assert.Equal(traffic.GetProperty("activeUsers").GetInt64(), rollup.Users.Count);
        Assert.Equal(traffic.GetProperty("pageViewsTotal").GetInt64(), rollup.PageViews.Total);
        Assert.Equal(traffic.GetProperty("pages").GetInt64(), rollup.PageViews.Counts.Count);
        AssertTop(traffic.GetProperty("pageViewsByPage"), rollup.PageViews.Counts.Select(e => (e.Key, (decimal)e.Value)));

        var search = expected.RootElement.GetProperty("search");
        Assert.Equal(search.GetProperty("totalSearches").GetInt64(), rollup.Events.Searches);
        AssertTop(search.GetProperty("topQueries"), rollup.Searches.Counts.Select(e => (e.Key, (decimal)e.Value)));
        AssertTop(search.GetProperty("zeroResultQueries"), rollup.ZeroResultSearches.Counts.Select(e => (e.Key, (decimal)e.Value)));

        var cart = expected.RootElement.GetProperty("productAndCart");
        var actions = new Dictionary<string, long>
        {
            [EventTypes.AddToCart] = rollup.Events.AddedToCart,
            [EventTypes.RemoveFromCart] = rollup.Events.RemovedFromCart,
            [EventTypes.OrderPlaced] = rollup.Events.Orders,
        };
        foreach (var action in cart.GetProperty("cartActions").EnumerateObject())
        {
            Assert.Equal(action.Value.GetInt64(), actions[action.Name]);
        }

        AssertTop(cart.GetProperty("topProducts"), rollup.Products.Products.Select(e => (e.Key, e.Value.Quantity)));

        var revenue = expected.RootElement.GetProperty("revenue");
        Assert.Equal(revenue.GetProperty("revenue").GetDecimal(), rollup.Revenue);
        var average = rollup.PricedOrders == 0 ? 0 : Math.Round(rollup.Revenue / rollup.PricedOrders, 2, MidpointRounding.AwayFromZero);
        Assert.Equal(revenue.GetProperty("avgOrderValue").GetDecimal(), average);

        var behavior = expected.RootElement.GetProperty("behavior");
        AssertTop(behavior.GetProperty("funnel"), rollup.UsersByType.Users.Select(e => (e.Key, (decimal)e.Value.Count)));
        AssertTop(behavior.GetProperty("devices"), rollup.UsersByDevice.Users.Select(e => (e.Key, (decimal)e.Value.Count)));
    }

    private static void AssertTop(JsonElement expected, IEnumerable<(string Key, decimal Value)> actual)
    {
        var pairs = expected.EnumerateArray().Select(pair => (pair[0].GetString() ?? "", pair[1].GetDecimal())).ToList();
        Assert.Equal(pairs, actual
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(pairs.Count));
    }

    private static Rollup FoldFile(string path, DateTimeOffset from, DateTimeOffset to)
    {
        var events = ReadFile(path).DistinctBy(evt => (evt.Timestamp, evt.EventId)).ToList();
        var users = events.Select(evt => evt.UserId).Distinct().Select((id, i) => (id, i)).ToDictionary();
        var folder = new RollupFolder();
        foreach (var evt in events.Where(evt => evt.Timestamp >= from && evt.Timestamp < to))
        {
            folder.Add(evt, users[evt.UserId]);
        }

        folder.AddSessions(events.GroupBy(evt => evt.SessionId).Select(s => s.Min(evt => evt.Timestamp)).Count(t => t >= from && t < to));
        return folder.ToRollup();
    }

    private static IEnumerable<Event> ReadFile(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            yield return new Event(
                root.GetProperty("eventId").GetGuid(),
                root.GetProperty("timestamp").GetDateTimeOffset(),
                root.GetProperty("userId").GetString()!,
                root.GetProperty("sessionId").GetString()!,
                root.GetProperty("eventType").GetString()!,
                root.GetProperty("page").GetString()!,
                root.TryGetProperty("metadata", out var metadata) ? JsonSerializer.SerializeToUtf8Bytes(metadata) : default);
        }
    }

    private static string? FindData()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Pipeline.sln")))
        {
            root = root.Parent;
        }

        var data = Path.Combine(root?.FullName ?? ".", "..", "shared", "data");
        return Directory.Exists(data) ? data : null;
    }
}
