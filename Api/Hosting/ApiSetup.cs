using Pipeline.Hosting.Profiles;
using Pipeline.Hosting.Startup;

namespace Pipeline.Api.Hosting;

/// <summary>What this process is, from <c>Pipeline:Profile</c> and <c>Api:Serves</c> (comma-separated names; all by default).</summary>
internal sealed record ApiSetup(PipelineProfile Profile, ApiParts Parts)
{
    public const string ServesKey = "Api:Serves";

    public bool Ingests => Parts.HasFlag(ApiParts.Ingest);

    public bool Analyses => Parts.HasFlag(ApiParts.Analytics);

    public bool Operates => Parts.HasFlag(ApiParts.Operations);

    /// <exception cref="StartupException">A setting has an unknown value, or the parts don't go with the profile.</exception>
    public static ApiSetup Read(IConfiguration configuration)
    {
        var profile = PipelineProfile.Read(configuration);
        var names = (configuration[ServesKey] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var parts = ApiParts.None;
        foreach (var name in names)
        {
            parts |= name.ToUpperInvariant() switch
            {
                "INGEST" => ApiParts.Ingest,
                "ANALYTICS" => ApiParts.Analytics,
                "OPERATIONS" => ApiParts.Operations,
                _ => throw new StartupException([$"{ServesKey} has '{name}', but knows only ingest, analytics and operations."]),
            };
        }

        parts = parts == ApiParts.None ? ApiParts.All : parts;
        return parts == ApiParts.All || !profile.IsSingleProcess
            ? new ApiSetup(profile, parts)
            : throw new StartupException(
            [
                $"{ServesKey} is '{configuration[ServesKey]}', but with {PipelineProfile.QueueKey}={profile.Queue} and "
                + $"{PipelineProfile.StoreKey}={profile.Store} this process is the only one and has to serve everything. Leave it out, or set Pipeline:Profile=Aws.",
            ]);
    }
}

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
