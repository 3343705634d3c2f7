using System.Net;
using System.Text.RegularExpressions;

namespace Pipeline.EndToEnd.Aws.Support;

/// <summary>Hangfire's dashboard as a browser uses it: pages, and buttons whose POSTs carry the page's token.</summary>
internal sealed partial class DashboardClient(Uri server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server };

    /// <summary>"Trigger now" of a recurring job.</summary>
    public Task TriggerAsync(string job, CancellationToken cancellationToken) =>
        PressAsync("/hangfire/recurring", "/hangfire/recurring/trigger", job, cancellationToken);

    /// <summary>The same without the token, as another site would try it.</summary>
    public async Task<HttpStatusCode> TriggerWithoutTokenAsync(string job, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(
            new Uri("/hangfire/recurring/trigger", UriKind.Relative), Form(job), cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Jobs that wait for a later time, such as the retry of a failed one.</summary>
    public async Task<IReadOnlyList<string>> GetScheduledAsync(CancellationToken cancellationToken) =>
        [.. JobBox().Matches(await GetPageAsync("/hangfire/jobs/scheduled", cancellationToken)).Select(match => match.Groups[1].Value)];

    /// <summary>"Enqueue now" of a scheduled job.</summary>
    public Task EnqueueAsync(string jobId, CancellationToken cancellationToken) =>
        PressAsync("/hangfire/jobs/scheduled", "/hangfire/jobs/scheduled/enqueue", jobId, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static FormUrlEncodedContent Form(string value) => new([KeyValuePair.Create("jobs[]", value)]);

    private async Task PressAsync(string page, string button, string value, CancellationToken cancellationToken)
    {
        var html = await GetPageAsync(page, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, button) { Content = Form(value) };
        request.Headers.Add(Meta(html, "csrf-header"), Meta(html, "csrf-token"));
        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private Task<string> GetPageAsync(string page, CancellationToken cancellationToken) =>
        _http.GetStringAsync(new Uri(page, UriKind.Relative), cancellationToken);

    private static string Meta(string html, string name) =>
        Regex.Match(html, $"<meta name=\"{name}\" content=\"([^\"]+)\"") is { Success: true } found
            ? WebUtility.HtmlDecode(found.Groups[1].Value)
            : throw new InvalidOperationException($"The dashboard's page has no {name}.");

    [GeneratedRegex("name=\"jobs\\[\\]\" value=\"([^\"]+)\"")]
    private static partial Regex JobBox();
}
