namespace Pipeline.Core.Hosting;

/// <summary>Looks at something that a process cannot run without, once, before it takes up its work.</summary>
public interface IStartupCheck
{
    /// <summary>What is checked, for the report.</summary>
    string Name { get; }

    /// <summary>Everything that is wrong, each with what to do about it; empty when nothing is. Never holds a secret.</summary>
    Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken);
}
