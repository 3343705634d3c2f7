using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipeline.Tools.Tests;

/// <summary>The routes that the tools use, on a real socket, with the answers that a test asks for.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(HttpStatusCode Status, string? RetryAfter)> _refusals = [];
    private readonly ConcurrentQueue<JsonElement> _events = [];
    private readonly ConcurrentQueue<string> _userIds = [];

    private FakeServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public IReadOnlyCollection<JsonElement> Events => _events;

    public IReadOnlyCollection<string> UserIds => [.. _userIds];

    /// <summary>Status answers before the last one, which says that all is settled.</summary>
    public ConcurrentQueue<int> DirtyCounts { get; } = [];

    /// <summary>Offset of the reporting zone.</summary>
    public TimeSpan ZoneOffset { get; init; }

    /// <summary>Makes the next batch request fail.</summary>
    public void RefuseOnce(HttpStatusCode status, string? retryAfter = null) => _refusals.Enqueue((status, retryAfter));

    public static async Task<FakeServer> StartAsync(TimeSpan zoneOffset = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeServer(app) { ZoneOffset = zoneOffset };
        server.Map();
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.MapGet("/api/health/ready", () => Results.Json(new { status = "ok" }));
        _app.MapPost("/api/events/batch", TakeAsync);
        _app.MapPut("/api/users/{id}", (string id) =>
        {
            _userIds.Enqueue(id);
            return Results.Json(new { data = new { } }, statusCode: 202);
        });
        _app.MapGet("/api/ops/status", () => Results.Json(new
        {
            data = new
            {
                queue = new { visible = 0, inFlight = 0, oldestAgeSeconds = 0, deadLetters = 0 },
                rollups = new { dirty = DirtyCounts.TryDequeue(out var dirty) ? dirty : 0, completeThrough = "2025-06-18T12:00:00.000Z" },
            },
        }));
        _app.MapGet("/api/analytics/{group}", (DateOnly from, DateOnly to) => Results.Json(new { data = Kpis(from, to) }));
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (_refusals.TryDequeue(out var refusal))
        {
            if (refusal.RetryAfter is not null)
            {
                request.HttpContext.Response.Headers.RetryAfter = refusal.RetryAfter;
            }

            return Results.Json(new { message = "not now", status = (int)refusal.Status }, statusCode: (int)refusal.Status);
        }

        using var reader = new StreamReader(new GZipStream(request.Body, CompressionMode.Decompress));
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rejected = new List<object>();
        foreach (var (index, line) in lines.Index())
        {
            try
            {
                _events.Enqueue(JsonSerializer.Deserialize<JsonElement>(line));
            }
            catch (JsonException)
            {
                rejected.Add(new { index, reason = "event: must be JSON" });
            }
        }

        return Results.Json(new { data = new { accepted = lines.Length - rejected.Count, rejected } }, statusCode: 202);
    }

    private object Kpis(DateOnly from, DateOnly to) => new
    {
        start = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), ZoneOffset).UtcDateTime,
        end = new DateTimeOffset(to.AddDays(1).ToDateTime(TimeOnly.MinValue), ZoneOffset).UtcDateTime.AddMilliseconds(-1),
        totalSessions = new[] { new { count = 7 } },
        activeUsers = new[] { new { count = 5 } },
        pageViewsByPage = new[] { new { page = "/\u001b[31mred", views = 3 } },
        sessionsOverTime = new[] { new { date = "2025-03-28T00:00:00.000Z", sessions = 7 } },
        totalSearches = new[] { new { count = 2 } },
        topQueries = new[] { new { query = "[bold]shoes", searches = 2 } },
        zeroResultQueries = Array.Empty<object>(),
        cartActions = new[] { new { eventType = "ADD_TO_CART", count = 1 } },
        topProducts = new[] { new { productId = "1000", name = "Kettle", quantity = 4 } },
        revenueStats = new[] { new { orders = 1, revenue = 1234.5m, avgOrderValue = 1234.5m } },
        ordersOverTime = new[] { new { date = "2025-03-28T00:00:00.000Z", orders = 1 } },
        funnel = new[] { new { eventType = "SEARCH", uniqueUsersCount = 2 } },
        devices = new[] { new { device = (string?)null, uniqueUsersCount = 2 } },
    };
}
