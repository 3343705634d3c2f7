namespace Pipeline.Jobs.Running;

/// <summary>Who makes the call that is being served on this thread of execution.</summary>
public interface ICaller
{
    /// <summary>The person's name; null when nobody has signed in, or nobody is being served.</summary>
    string? Name { get; }
}

/// <summary>For processes that serve no people.</summary>
internal sealed class NoCaller : ICaller
{
    public string? Name => null;
}
