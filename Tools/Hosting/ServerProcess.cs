using Pipeline.Tools.Client;

namespace Pipeline.Tools.Hosting;

/// <summary>The pipeline as a real server: a separate process on a free port of this machine.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;

    private ServerProcess(ChildProcess process, Uri url)
    {
        _process = process;
        Client = new PipelineClient(url, TimeProvider.System);
    }

    public PipelineClient Client { get; }

    public string Output => _process.Output;

    public long PeakMemoryBytes => _process.PeakMemoryBytes;

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Returns once the server is ready.</summary>
    /// <param name="assembly">What was built: <c>Pipeline.Api.dll</c>.</param>
    /// <param name="dataDirectory">Where the server keeps its data.</param>
    /// <param name="settings">Environment variables such as <c>Pipeline__TimeZone</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidOperationException">The server ended, or was not ready in time.</exception>
    public static async Task<ServerProcess> StartAsync(
        string assembly, string dataDirectory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var process = ChildProcess.Start(
            "dotnet",
            [assembly, "--urls", url.ToString()],
            new Dictionary<string, string>(settings) { ["Pipeline__DataDirectory"] = dataDirectory });
        var server = new ServerProcess(process, url);
        try
        {
            await server.WaitUntilReadyAsync(url, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: it cannot clean up.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> TerminateAsync(CancellationToken cancellationToken) => _process.TerminateAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync(Uri url, CancellationToken cancellationToken)
    {
        using var probe = new HttpClient { BaseAddress = url };
        var started = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(probe, cancellationToken))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(started) > StartLimit)
            {
                throw new InvalidOperationException($"The server did not start:\n{Output}");
            }

            await Task.Delay(StartInterval, cancellationToken);
        }
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
