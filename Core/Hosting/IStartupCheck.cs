namespace Pipeline.Core.Hosting;

/// <summary>Looks, before a process begins its work, whether something it depends on is there and allows what it needs.</summary>
public interface IStartupCheck
{
    /// <summary>What is looked at, for messages.</summary>
    string Name { get; }

    /// <summary>Every problem as one sentence that names the setting, its value and what would help; none when all is well.</summary>
    Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken);
}
