using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Tells what fails because of itself, and would again, from trouble that everything has now: a store that is away, or the end of the
/// process. Only the former is set aside.
/// </summary>
internal static class OwnFailure
{
    private const int MaxReasonLength = 500;

    public static bool Is(Exception failure, CancellationToken cancellationToken) =>
        failure is not TransientStorageException
        && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);

    /// <summary>What an operator reads.</summary>
    public static string ReasonOf(Exception failure)
    {
        var reason = $"{failure.GetType().Name}: {failure.Message}";
        return reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
    }
}
