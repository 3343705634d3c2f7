namespace Pipeline.Api.Hosting;

/// <summary>What one Api process serves, so that each part scales out by itself.</summary>
[Flags]
internal enum ApiParts
{
    None = 0,

    /// <summary>Takes events in. Needs the queue and nothing else.</summary>
    Ingest = 1,

    /// <summary>Answers questions about ranges and users. Needs the stores.</summary>
    Analytics = 2,

    /// <summary>Status, operations and the jobs dashboard. Needs the queue, the stores and the job storage.</summary>
    Operations = 4,

    All = Ingest | Analytics | Operations,
}
