using Microsoft.AspNetCore.Hosting.Server;

namespace Pipeline.Api.Hosting;

/// <summary>
/// Gives running requests a few seconds when the process stops, then ends their connections. The server alone would wait for a slow
/// client until the whole process's time is up, and leave no time to store what was received.
/// </summary>
internal sealed class ServerStop(IServer server, TimeProvider time) : IHostedLifecycleService
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        await server.StopAsync(either.Token);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
