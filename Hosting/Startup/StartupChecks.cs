using Pipeline.Core.Plumbing.Hosting;

namespace Pipeline.Hosting.Startup;

/// <summary>Runs every check before any other service is created, and reports all problems at once.</summary>
internal static class StartupChecks
{
    /// <exception cref="StartupException">Lists what was found.</exception>
    public static async Task RunAsync(IEnumerable<IStartupCheck> checks, CancellationToken cancellationToken)
    {
        var problems = await Task.WhenAll(checks.Select(check => FindProblemsAsync(check, cancellationToken)));
        if (problems.Any(found => found.Count > 0))
        {
            throw new StartupException([.. problems.SelectMany(found => found)]);
        }
    }

    private static async Task<IReadOnlyList<string>> FindProblemsAsync(IStartupCheck check, CancellationToken cancellationToken) =>
        [.. (await check.FindProblemsAsync(cancellationToken)).Select(problem => $"{check.Name}: {problem}")];
}
