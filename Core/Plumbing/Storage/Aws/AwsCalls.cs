using Amazon.Runtime;

namespace Pipeline.Core.Plumbing.Storage.Aws;

/// <summary>How every call to AWS is made: with a deadline, and with everything that can go wrong mapped to one exception.</summary>
internal static class AwsCalls
{
    /// <summary>
    /// Makes a call about <paramref name="subject"/> ("The queue https://…"). The timeout includes the SDK's own retries; the SDK's
    /// clients don't enforce one for async calls.
    /// </summary>
    /// <exception cref="TransientStorageException">
    /// Any failure of AWS, the network or the SDK's own configuration. That includes a missing resource or permission: at run time
    /// somebody has removed it and may restore it, and no data is at fault.
    /// </exception>
    public static async Task<T> CallAsync<T>(
        string subject,
        TimeSpan timeout,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientStorageException($"{subject} did not answer within {timeout.TotalSeconds:0.#} s.", canceled);
        }
        catch (Exception trouble) when (IsTrouble(trouble))
        {
            throw new TransientStorageException($"{subject} is not usable: {Describe(trouble)}", trouble);
        }
    }

    /// <summary>Whether AWS, the network or the SDK threw this; everything else is our own bug.</summary>
    public static bool IsTrouble(Exception exception) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    /// <summary>The error code, where AWS gave one, and the message.</summary>
    public static string Describe(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: { Length: > 0 } code } ? $"{code}: {exception.Message}" : exception.Message;
}
