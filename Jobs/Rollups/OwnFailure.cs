using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Distinguishes a failure of one thing, which would repeat, from trouble that affects everything: an unreachable store, or the end of the
/// process. Only the former is set aside.
/// </summary>
internal static class OwnFailure
{
    private const int MaxReasonLength = 500;

    public static bool Is(Exception failure, CancellationToken cancellationToken) =>
        failure is not TransientStorageException
        && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);

    /// <summary>The reason as shown to operators.</summary>
    public static string ReasonOf(Exception failure)
    {
        var reason = $"{failure.GetType().Name}: {failure.Message}";
        return reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
    }
}
