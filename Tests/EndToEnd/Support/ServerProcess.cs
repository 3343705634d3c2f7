using System.Net.Http.Json;
using System.Text.Json;
using Pipeline.Tools.Client;
using Xunit;

namespace Pipeline.EndToEnd.Support;

/// <summary>The pipeline as it is served: a process of its own on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private ServerProcess(ChildProcess process, Uri url)
    {
        _process = process;
        Url = url;
        Client = new PipelineClient(url, TimeProvider.System);
    }

    public Uri Url { get; }

    public PipelineClient Client { get; }

    public string Output => _process.Output;

    public static async Task<ServerProcess> StartAsync(
        string dataDirectory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var process = ChildProcess.Start(
            "dotnet",
            [Repository.Api, "--contentRoot", Path.GetDirectoryName(Repository.Api)!, "--urls", url.ToString()],
            new Dictionary<string, string>(settings) { ["Pipeline__Storage__DataDirectory"] = dataDirectory });
        var server = new ServerProcess(process, url);
        using var probe = new HttpClient { BaseAddress = url };
        await Eventually.GetAsync(
            async () =>
            {
                Assert.False(process.HasExited, $"The server ended at its start:\n{process.Output}");
                return await IsReadyAsync(probe, cancellationToken) ? "ready" : process.Output;
            },
            answer => answer == "ready",
            StartLimit,
            cancellationToken);
        return server;
    }

    public Task KillAsync() => _process.KillAsync();

    public Task<int> TerminateAsync(CancellationToken cancellationToken) => _process.TerminateAsync(cancellationToken);

    /// <summary>Waits until everything accepted is in the numbers.</summary>
    public Task WaitUntilSettledAsync(CancellationToken cancellationToken) => Eventually.GetAsync(
        () => Client.GetStatusAsync(cancellationToken), status => status.IsSettled, TimeSpan.FromMinutes(2), cancellationToken);

    /// <summary>The <c>data</c> of an answer.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Url };
        var answer = await http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.GetProperty("data");
    }

    public async ValueTask DisposeAsync()
    {
        // The runner shows it when the test fails.
        TestContext.Current.TestOutputHelper?.WriteLine(Output);
        Client.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient probe, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await probe.GetAsync(new Uri("/api/health/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
