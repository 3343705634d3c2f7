using System.Diagnostics.CodeAnalysis;
using Hangfire.Common;

namespace Pipeline.Jobs.Running;

/// <summary>The jobs that this process knows: those of <see cref="JobTable"/>.</summary>
public sealed class JobList(IReadOnlyList<JobDefinition> all)
{
    public IReadOnlyList<JobDefinition> All => all;

    /// <summary>Null for a job that only an earlier or later version knows.</summary>
    public JobDefinition? Find(string name) => all.FirstOrDefault(job => job.Name == name);

    /// <summary>The run that a Hangfire job executes; null when it is not a job of these.</summary>
    public string? RunOf(Job? called, string hangfireId) => TryRead(called, out var call, out _) ? call.RunIdOr(hangfireId) : null;

    /// <summary>False when Hangfire's job is not one of these.</summary>
    internal bool TryRead(
        Job? called, [NotNullWhen(true)] out JobCall? call, [NotNullWhen(true)] out JobDefinition? definition)
    {
        call = JobCall.Read(called);
        definition = call is null ? null : Find(call.Job);
        return definition is not null;
    }
}
