using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;

namespace Pipeline.Core.Tests.Analytics;

/// <summary>Event files with worked answers, which lie beside the repository on some machines.</summary>
internal static class WorkedAnswers
{
    private static readonly string? Folder = Find();

    /// <summary>Names of the answers, FILE.RANGE.ZONE; empty when there are none on this machine.</summary>
    public static IReadOnlyList<string> Names { get; } = Folder is null
        ? []
        : [.. Directory.EnumerateFiles(Path.Combine(Folder, "expected"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    public static JsonElement Answer(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, "expected", name + ".json")));
        return document.RootElement.Clone();
    }

    /// <summary>Every event once, whatever was sent twice.</summary>
    public static IReadOnlyList<Event> Events(string file)
    {
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(Folder!, file + ".ndjson.gz")), CompressionMode.Decompress);
        using var lines = new StreamReader(gzip);
        var events = new List<Event>();
        while (lines.ReadLine() is { } line)
        {
            events.Add(Parse(line));
        }

        return [.. events.DistinctBy(e => (e.Timestamp, e.EventId))];
    }

    /// <summary>The buckets of all days and months, as the jobs would have written them.</summary>
    public static async Task<IRollupStore> StoreAsync(IReadOnlyList<Event> events, ReportingCalendar calendar)
    {
        var users = events.Select(e => e.UserId).Distinct().Select((user, number) => (user, number)).ToDictionary(u => u.user, u => u.number);
        var starts = events.GroupBy(e => e.SessionId).CountBy(session => calendar.DayOf(session.Min(e => e.Timestamp))).ToDictionary();
        var days = events.GroupBy(e => calendar.DayOf(e.Timestamp)).ToDictionary(day => day.Key, day =>
        {
            var folder = new RollupFolder();
            foreach (var e in day)
            {
                folder.Add(e, users[e.UserId]);
            }

            var sessions = starts.GetValueOrDefault(day.Key);
            folder.AddSessions(sessions);
            var orders = day.Count(e => e.EventType == EventTypes.OrderPlaced);
            return folder.ToRollup().Plus(new() { Days = DailySeries.Of(day.Key, new(sessions, orders)) });
        });

        var store = new InMemoryRollupStore();
        foreach (var (day, rollup) in days)
        {
            await store.PutAsync(calendar.DayKey(day), rollup, version: 1, CancellationToken.None);
        }

        foreach (var month in days.GroupBy(day => calendar.MonthKey(day.Key)))
        {
            await store.PutAsync(month.Key, Rollup.Sum([.. month.Select(day => day.Value)]), version: 1, CancellationToken.None);
        }

        return store;
    }

    private static Event Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var json = document.RootElement;
        string Text(string name) => json.GetProperty(name).GetString()!;
        var timestamp = DateTimeOffset.Parse(Text("timestamp"), CultureInfo.InvariantCulture).ToUniversalTime();
        return new(
            Guid.Parse(Text("eventId")),
            timestamp.AddTicks(-(timestamp.Ticks % TimeSpan.TicksPerMillisecond)),
            Text("userId"),
            Text("sessionId"),
            Text("eventType"),
            Text("page"),
            json.TryGetProperty("metadata", out var metadata) ? Encoding.UTF8.GetBytes(metadata.GetRawText()) : default(ReadOnlyMemory<byte>));
    }

    private static string? Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Pipeline.sln")))
        {
            root = root.Parent;
        }

        var folder = root?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", "data") : null;
        return Directory.Exists(folder) ? folder : null;
    }
}
