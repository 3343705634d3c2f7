using System.Diagnostics.CodeAnalysis;
using Hangfire.Common;

namespace Pipeline.Jobs.Running;

/// <summary>The jobs that this process knows: those of <see cref="JobTable"/>.</summary>
internal sealed class JobList(IReadOnlyList<JobDefinition> all)
{
    public IReadOnlyList<JobDefinition> All => all;

    /// <summary>Null for a job that only an earlier or later version knows.</summary>
    public JobDefinition? Find(string name) => all.FirstOrDefault(job => job.Name == name);

    /// <summary>False when Hangfire's job is not one of these.</summary>
    public bool TryRead(
        Job? called, [NotNullWhen(true)] out JobCall? call, [NotNullWhen(true)] out JobDefinition? definition)
    {
        call = JobCall.Read(called);
        definition = call is null ? null : Find(call.Job);
        return definition is not null;
    }
}
