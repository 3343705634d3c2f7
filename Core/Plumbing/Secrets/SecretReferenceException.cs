namespace Pipeline.Core.Plumbing.Secrets;

/// <summary>Settings refer to secrets that could not be read. Names keys and references, never a value.</summary>
public sealed class SecretReferenceException(IReadOnlyList<string> problems)
    : PipelineException(string.Join(Environment.NewLine, problems))
{
    /// <summary>One sentence for each setting.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
