using Pipeline.Hosting.Profiles;
using Pipeline.Hosting.Startup;

namespace Pipeline.Api.Hosting;

/// <summary>What this process is, from <c>Pipeline:Profile</c> and <c>Api:Roles</c> (names with commas between; all by default).</summary>
internal sealed record ApiSetup(PipelineProfile Profile, ApiRoles Roles)
{
    public const string RolesKey = "Api:Roles";

    public bool Ingests => Roles.HasFlag(ApiRoles.Ingest);

    public bool Analyses => Roles.HasFlag(ApiRoles.Analytics);

    public bool Operates => Roles.HasFlag(ApiRoles.Operations);

    /// <exception cref="StartupException">A setting has an unknown value, or the roles don't go with the profile.</exception>
    public static ApiSetup Read(IConfiguration configuration)
    {
        var profile = PipelineProfile.Read(configuration);
        var names = (configuration[RolesKey] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var roles = ApiRoles.None;
        foreach (var name in names)
        {
            roles |= name.ToUpperInvariant() switch
            {
                "INGEST" => ApiRoles.Ingest,
                "ANALYTICS" => ApiRoles.Analytics,
                "OPERATIONS" => ApiRoles.Operations,
                _ => throw new StartupException([$"{RolesKey} has '{name}', but knows only ingest, analytics and operations."]),
            };
        }

        roles = roles == ApiRoles.None ? ApiRoles.All : roles;
        return roles == ApiRoles.All || !profile.IsSingleProcess
            ? new ApiSetup(profile, roles)
            : throw new StartupException(
            [
                $"{RolesKey} is '{configuration[RolesKey]}', but with Pipeline:Queue={profile.Queue} and Pipeline:Store={profile.Store} this "
                + "process is the only one and has to serve everything. Leave it out, or set Pipeline:Profile=Aws.",
            ]);
    }
}
