using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd.Aws.Support;

/// <summary>A process without HTTP: Workers or Jobs. Its heartbeat file shows whether it is alive.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly string _heartbeat;

    private ServiceProcess(ChildProcess process, string heartbeat)
    {
        _process = process;
        _heartbeat = heartbeat;
    }

    public static ServiceProcess Start(string program, string heartbeat, IReadOnlyDictionary<string, string> settings) => new(
        ChildProcess.Start(
            "dotnet", [program], new Dictionary<string, string>(settings) { ["Pipeline__Liveness__HeartbeatFile"] = heartbeat }),
        heartbeat);

    public Task WaitUntilAliveAsync(CancellationToken cancellationToken) => Eventually.GetAsync(
        () =>
        {
            Assert.False(_process.HasExited, _process.Output);
            return Task.FromResult(File.Exists(_heartbeat));
        },
        alive => alive,
        StartLimit,
        cancellationToken);

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> TerminateAsync(CancellationToken cancellationToken) => _process.TerminateAsync(cancellationToken);

    /// <summary>SIGKILL: no time for last words.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGSTOP: as a machine that hangs.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => _process.PauseAsync(cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => _process.ResumeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(_process.Output);
        await _process.DisposeAsync();
    }
}
