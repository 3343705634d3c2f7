using Microsoft.Extensions.Hosting;
using Pipeline.Core.Hosting;

namespace Pipeline.Hosting.Startup;

/// <summary>Runs every check before any other hosted service starts, and reports all problems at once.</summary>
internal sealed class StartupChecks(IEnumerable<IStartupCheck> checks) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var problems = await Task.WhenAll(checks.Select(check => FindProblemsAsync(check, cancellationToken)));
        if (problems.Any(found => found.Count > 0))
        {
            throw new StartupException([.. problems.SelectMany(found => found)]);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<IReadOnlyList<string>> FindProblemsAsync(IStartupCheck check, CancellationToken cancellationToken) =>
        [.. (await check.FindProblemsAsync(cancellationToken)).Select(problem => $"{check.Name}: {problem}")];
}
