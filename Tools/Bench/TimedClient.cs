using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Pipeline.Tools.Bench;

/// <summary>A client that measures how long every answer takes. A missing answer is a result, not an error.</summary>
/// <param name="server">Where the server is.</param>
/// <param name="patience">How long it waits for an answer.</param>
internal sealed class TimedClient(Uri server, TimeSpan patience) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = patience };

    public Task<TimedAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>Sends events, one JSON object a line.</summary>
    public Task<TimedAnswer> PostEventsAsync(ReadOnlyMemory<byte> ndjson, CancellationToken cancellationToken) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/events/batch")
            {
                Content = new ReadOnlyMemoryContent(ndjson) { Headers = { ContentType = new("application/x-ndjson") } },
            },
            cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<TimedAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using (request)
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return new TimedAnswer(response.StatusCode, Milliseconds(), body);
            }
        }
        catch (HttpRequestException)
        {
            return new TimedAnswer(Status: null, Milliseconds(), Body: []);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new TimedAnswer(Status: null, Milliseconds(), Body: []);
        }

        double Milliseconds() => Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}

/// <param name="Status">What the server answered; null when it did not answer in time, or closed the connection.</param>
/// <param name="Milliseconds">Time from the request to the last byte of the answer, or until none was expected any more.</param>
/// <param name="Body">The answer.</param>
internal sealed record TimedAnswer(HttpStatusCode? Status, double Milliseconds, byte[] Body)
{
    public bool IsOk => Status == HttpStatusCode.OK;

    /// <summary>The <c>data</c> of an answer that is <see cref="IsOk"/>.</summary>
    public JsonElement Data => JsonElement.Parse(Body).GetProperty("data");

    /// <summary>This answer, when it is <see cref="IsOk"/>.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public TimedAnswer Require(string path) =>
        IsOk ? this : throw new InvalidOperationException($"{path} was answered with {(int?)Status} after {Milliseconds:0} ms.");
}
