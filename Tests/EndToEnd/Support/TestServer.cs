using Pipeline.Tools.Client;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd.Support;

/// <summary>A server process whose output is shown with a failed test.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private TestServer(ServerProcess process) => _process = process;

    public PipelineClient Client => _process.Client;

    public Uri Url => Client.Server;

    public static async Task<TestServer> StartAsync(
        string dataDirectory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        new(await ServerProcess.StartAsync(Repository.Api, dataDirectory, settings, cancellationToken));

    public Task KillAsync() => _process.KillAsync();

    public Task<int> TerminateAsync(CancellationToken cancellationToken) => _process.TerminateAsync(cancellationToken);

    /// <summary>Waits until everything accepted is in the numbers.</summary>
    public Task WaitUntilSettledAsync(CancellationToken cancellationToken) => Eventually.GetAsync(
        () => Client.GetStatusAsync(cancellationToken), status => status.IsSettled, TimeSpan.FromMinutes(2), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(_process.Output);
        await _process.DisposeAsync();
    }
}
