namespace Pipeline.Core.Plumbing.Hosting;

/// <summary>Checks, before a process starts its work, that something it needs exists and is accessible.</summary>
public interface IStartupCheck
{
    /// <summary>What is looked at, for example <c>queue</c>.</summary>
    string Name { get; }

    /// <summary>What is wrong, each problem naming the resource and the permission; empty when all is well. Never a secret.</summary>
    Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken);
}
