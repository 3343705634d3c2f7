namespace Pipeline.Jobs;

/// <summary>Hangfire's queues. Each has workers of its own, so that no long job ever stands before what keeps numbers fresh.</summary>
internal static class JobQueues
{
    /// <summary>Short and often.</summary>
    public const string Fresh = "fresh";

    /// <summary>May take hours.</summary>
    public const string Long = "long";
}
