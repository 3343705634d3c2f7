using Pipeline.Core.Processing.Users.Search;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Brings new users and changed profiles into the user search.</summary>
internal sealed class IndexUsersJob(IUserIndex index) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var indexed = 0L;
        while (await index.UpdateAsync(cancellationToken) is > 0 and var users)
        {
            indexed += users;
            await progress.ReportAsync(indexed, total: null, cancellationToken);
        }

        return indexed == 0 ? null : $"{indexed} users indexed";
    }
}
