using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pipeline.EndToEnd.Support;
using Xunit;

namespace Pipeline.EndToEnd.Archive;

/// <summary>
/// The life of old days, over HTTP: archived, asked, late events, merged, rebuilt, restored. After every step the numbers and the journeys are those of
/// a second server that has got the same events and archives nothing.
/// </summary>
/// <param name="door">Takes events in.</param>
/// <param name="reads">Answers, and takes orders.</param>
/// <param name="reference">The second server.</param>
internal sealed class ArchiveSteps(TestServer door, TestServer reads, TestServer reference)
{
    private const string From = "2019-09-30";
    private const string To = "2025-04-03";

    // In the session of the shop's first event: before midnight, so that the session starts on the day before.
    private const string MovesItsSession =
        """{"eventId":"7e6f4b0a-0c1d-4e52-9a31-5f0c53a4d7aa","userId":"u1854","sessionId":"u1854_s2753","eventType":"PAGE_VIEW","page":"/late","timestamp":"2025-03-27T23:58:00Z","metadata":{"device":"desktop"}}""";

    private static readonly string[] Days = ["2019-10-01", "2025-03-28", "2025-03-29", "2025-03-30", "2025-03-31", "2025-04-01", "2025-04-02"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task RunAsync()
    {
        var lines = WorkedAnswers.Files.SelectMany(ReadLines).ToList();
        var (late, early) = (lines.Where((_, index) => index % 100 == 99).ToList(), lines.Where((_, index) => index % 100 != 99).ToList());
        var users = lines.Where((_, index) => index % 2_500 == 99).Select(UserOf).Append("u1854").Distinct().ToList();
        await SendAsync(early);
        await AssertSameAsync(users);

        foreach (var day in Days)
        {
            await RunJobAsync("archive", day, day);
        }

        Assert.All(await ArchiveAsync(), day => Assert.Equal("archived", day.GetProperty("state").GetString()));
        Assert.Equal(early.Select(IdOf).Distinct().Count(), (await ArchiveAsync()).Sum(day => day.GetProperty("rows").GetInt64()));
        await AssertSameAsync(users);

        // What was there already is recognized, what was not is counted and archived as the days' next generation.
        await SendAsync([.. early.Where((_, index) => index % 200 == 0), .. late]);
        await AssertSameAsync(users);
        await WorkedAnswers.AssertZoneAsync(reads, "UTC", Token);
        await RunJobAsync("archive", Days[1], Days[^1]);
        Assert.Contains(await ArchiveAsync(), day => day.GetProperty("parts").GetArrayLength() == 2);
        await AssertSameAsync(users);

        await SendAsync([MovesItsSession]);
        await AssertSameAsync(users);
        await RunJobAsync("archive", "2025-03-27", "2025-03-27");
        await AssertSameAsync(users);

        await RunJobAsync("compact", From, To);
        Assert.All(await ArchiveAsync(), day => Assert.Equal(1, day.GetProperty("parts").GetArrayLength()));
        await AssertSameAsync(users);

        await RunJobAsync("rebuild", From, To);
        await AssertSameAsync(users);

        await RunJobAsync("verify", From, To);
        await RunJobAsync("restore", "2025-03-27", To);
        await RunJobAsync("restore", Days[0], Days[0]);
        Assert.All(await ArchiveAsync(), day => Assert.Equal("hot", day.GetProperty("state").GetString()));
        await AssertSameAsync(users);
        await RunJobAsync("rebuild", From, To);
        await AssertSameAsync(users);
    }

    private async Task SendAsync(IReadOnlyList<string> lines)
    {
        foreach (var server in new[] { door, reference })
        {
            foreach (var chunk in lines.Chunk(1_000))
            {
                var answer = await server.Client.SendBatchAsync(Encoding.UTF8.GetBytes(string.Join('\n', chunk)), Token);
                Assert.Equal(chunk.Length, answer.Accepted);
            }
        }
    }

    private async Task AssertSameAsync(IReadOnlyList<string> users)
    {
        await reads.WaitUntilSettledAsync(Token);
        await reference.WaitUntilSettledAsync(Token);
        Assert.Equal(await NumbersAsync(reference), await NumbersAsync(reads));
        foreach (var user in users)
        {
            Assert.Equal(await JourneysAsync(reference, user), await JourneysAsync(reads, user));
        }

        Assert.Equal(await LedgerAsync(reference), await LedgerAsync(reads));
    }

    private static async Task<string> NumbersAsync(TestServer server)
    {
        var numbers = new StringBuilder();
        foreach (var (from, to) in new[] { (From, "2019-10-02"), ("2025-03-26", To) })
        {
            numbers.AppendLine((await KpiGroups.ReadAsync(server, from, to, Token)).Numbers());
        }

        return numbers.ToString();
    }

    private static async Task<string> JourneysAsync(TestServer server, string user)
    {
        var journeys = new StringBuilder();
        foreach (var (from, to) in new[] { (From, "2019-10-02"), ("2025-03-26", To) })
        {
            journeys.AppendLine((await server.Client.GetAsync($"/api/users/{user}/journeys?from={from}&to={to}", Token)).GetRawText());
        }

        journeys.AppendLine((await server.Client.GetAsync($"/api/users/{user}/sessions", Token)).GetRawText());
        return journeys.ToString();
    }

    private static async Task<string> LedgerAsync(TestServer server)
    {
        var ledger = (await server.Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        Assert.Equal(0, ledger.GetProperty("gap").GetInt64());
        return string.Join(' ', new[] { "accepted", "stored", "duplicate", "rejected", "quarantined", "inFlight" }
            .Select(name => $"{name} {ledger.GetProperty(name)}"));
    }

    private async Task<List<JsonElement>> ArchiveAsync() => [.. (await reads.Client.GetAsync("/api/ops/archive", Token)).EnumerateArray()];

    /// <summary>Starts a job over UTC days and waits until it has succeeded.</summary>
    private async Task RunJobAsync(string job, string from, string to)
    {
        using var http = new HttpClient { BaseAddress = reads.Url };
        using var response = await http.PostAsJsonAsync($"/api/ops/{job}", new { from, to }, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        var run = (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("data").GetProperty("runId").GetString();
        await Eventually.GetAsync(
            () => reads.Client.GetAsync($"/api/ops/runs/{run}", Token),
            found => found.GetProperty("state").GetString() == "succeeded",
            TimeSpan.FromMinutes(2),
            Token);
    }

    private static List<string> ReadLines(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Repository.SharedData, name)), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string UserOf(string line) => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("userId").GetString()!;

    private static string IdOf(string line)
    {
        var read = JsonSerializer.Deserialize<JsonElement>(line);
        return $"{read.GetProperty("eventId")} {read.GetProperty("timestamp")}";
    }
}
