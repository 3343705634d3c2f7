namespace Pipeline.Core.Plumbing.Storage;

/// <summary>Whose work a store does. Each kind has its own readers, so that none of them waits for another.</summary>
public enum WorkKind
{
    /// <summary>What the pipeline itself needs: drain, jobs, health.</summary>
    Pipeline,

    /// <summary>Reports over ranges of days.</summary>
    Analytics,

    /// <summary>Questions about single users.</summary>
    Users,

    /// <summary>What operators look at.</summary>
    Operations,
}

/// <summary>For whom an async flow calls the stores. It is passed along with the flow, so that no port needs a parameter for it.</summary>
/// <param name="Kind">Whose work it is.</param>
/// <param name="Timeout">How long a single query may take; null for no limit beside the caller's token.</param>
public sealed record StoreWork(WorkKind Kind, TimeSpan? Timeout = null)
{
    private static readonly StoreWork OfPipeline = new(WorkKind.Pipeline);
    private static readonly AsyncLocal<StoreWork?> Flow = new();

    /// <summary>The pipeline's own work unless the flow has set another kind. A value set in an async method ends with that method.</summary>
    public static StoreWork Current
    {
        get => Flow.Value ?? OfPipeline;
        set => Flow.Value = value;
    }
}
