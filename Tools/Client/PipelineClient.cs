using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Core;
using Pipeline.Tools.Kpis;

namespace Pipeline.Tools.Client;

/// <summary>
/// The pipeline as any client sees it: over HTTP and nothing else. Answers are read as JSON by name, so that this tool also
/// notices when the wire contract changes by accident.
/// </summary>
internal sealed class PipelineClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The variable with a key, where the server asks for one; an argument would be seen by everyone on the machine.</summary>
    public const string KeyVariable = "PIPELINE_KEY";

    private readonly HttpClient _http;

    public PipelineClient(Uri server, TimeProvider time)
        : this(server, new RetryHandler(time) { InnerHandler = new SocketsHttpHandler() })
    {
    }

    internal PipelineClient(Uri server, HttpMessageHandler handler)
    {
        // The retry handler limits the time; a timeout here would cut its waits short.
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    public Uri Server => _http.BaseAddress!;

    /// <summary>Returns once the server says that it is up.</summary>
    /// <exception cref="ServerUnreachableException">It did not within <paramref name="patience"/>.</exception>
    public async Task WaitUntilUpAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health/ready");
        request.Options.Set(RetryHandler.Patience, patience);
        using var response = await SendAsync(request, cancellationToken);
    }

    /// <summary>Sends events, one JSON object a line.</summary>
    public async Task<BatchAnswer> SendBatchAsync(ReadOnlyMemory<byte> ndjson, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events/batch") { Content = Gzip(ndjson) };
        using var response = await SendAsync(request, cancellationToken);
        var data = await ReadDataAsync(response, cancellationToken);
        return new BatchAnswer(
            data.GetProperty("accepted").GetInt32(),
            [.. data.GetProperty("rejected").EnumerateArray().Select(rejected => new RejectedEvent(
                rejected.GetProperty("index").GetInt32(), rejected.GetProperty("reason").GetString() ?? ""))]);
    }

    /// <summary>Replaces a user's profile.</summary>
    public async Task PutUserAsync(string userId, ReadOnlyMemory<byte> profile, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/users/{Uri.EscapeDataString(userId)}")
        {
            Content = new ReadOnlyMemoryContent(profile) { Headers = { ContentType = Json } },
        };
        using var response = await SendAsync(request, cancellationToken);
    }

    public async Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var data = await GetAsync("/api/ops/status", cancellationToken);
        var queue = data.GetProperty("queue");
        var rollups = data.GetProperty("rollups");
        return new ServerStatus(
            queue.GetProperty("visible").GetInt64(),
            queue.GetProperty("inFlight").GetInt64(),
            queue.GetProperty("deadLetters").GetInt64(),
            rollups.GetProperty("dirty").GetInt64(),
            rollups.TryGetProperty("completeThrough", out var through) && through.ValueKind == JsonValueKind.String);
    }

    /// <summary>One of <see cref="Reports"/> over calendar days of the server's reporting zone, both ends included.</summary>
    public Task<JsonElement> GetAnalyticsAsync(string report, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        GetAsync(Reports.Path(report, from, to), cancellationToken);

    /// <summary>The <c>data</c> of an answer.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadDataAsync(response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new ServerUnreachableException(Server, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new RequestFailedException(response.StatusCode, await ReadMessageAsync(response, cancellationToken));
        }
    }

    private static async Task<JsonElement> ReadDataAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("data");
    }

    private static async Task<string> ReadMessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var body = JsonDocument.Parse(text);
            return body.RootElement.GetProperty("message").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not our error shape, so probably not our server: show what it said, within reason.
            return text.Length > 200 ? text[..200] : text;
        }
    }

    private static ByteArrayContent Gzip(ReadOnlyMemory<byte> body)
    {
        var compressed = new MemoryStream(capacity: body.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return new ByteArrayContent(compressed.GetBuffer(), 0, (int)compressed.Length)
        {
            Headers = { ContentType = Ndjson, ContentEncoding = { "gzip" } },
        };
    }
}

/// <summary>The server answered with an error.</summary>
internal sealed class RequestFailedException(HttpStatusCode status, string message)
    : PipelineException($"{(int)status} {status}: {message}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>True when the server itself is in trouble, so that the next request would fail as well.</summary>
    public bool IsServerTrouble => (int)Status >= 500 || Status == HttpStatusCode.TooManyRequests;
}

/// <summary>Nobody answered for as long as the caller was ready to wait.</summary>
internal sealed class ServerUnreachableException(Uri server, Exception inner)
    : PipelineException($"No answer from {server} ({inner.Message}). Is the server running? ./scripts/dev starts it.", inner);
