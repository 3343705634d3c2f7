using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Storing;

/// <summary>
/// For calls that take many things at once and fail because of one: halves the things until that one is alone, so that all others
/// go through. Things of different messages are separated first: a message full of bad items must not use up the tries of the others.
/// </summary>
public static class Narrowing
{
    // Enough to isolate a handful of poisoned events in any message. A store that refuses more than this is itself faulty: the
    // rest of the message goes back to the queue instead of being tried one by one.
    private const int MaxFailedCalls = 100;

    /// <summary>Makes the call for all things, in as few calls as possible.</summary>
    /// <param name="things">What the call is made for; those of one message stand together.</param>
    /// <param name="messageOf">An object that identifies a thing's message.</param>
    /// <param name="call">Safe to repeat.</param>
    /// <param name="lastTry">Whether every thing is tried, no matter how many calls fail.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The things that the call fails for, each with its failure.</returns>
    /// <exception cref="TransientStorageException">The store is not usable; nothing is wrong with the things.</exception>
    public static async Task<IReadOnlyList<(T Thing, Exception Failure)>> RunAsync<T>(
        T[] things, Func<T, object> messageOf, Func<ArraySegment<T>, Task> call, bool lastTry, CancellationToken cancellationToken)
    {
        var refused = new List<(T, Exception)>();
        object? message = null;
        var failedCalls = 0;
        if (things.Length > 0)
        {
            await TryAsync(things);
        }

        return refused;

        async Task TryAsync(ArraySegment<T> range)
        {
            var isOneMessage = ReferenceEquals(messageOf(range[0]), messageOf(range[^1]));
            if (isOneMessage && !ReferenceEquals(messageOf(range[0]), message))
            {
                (message, failedCalls) = (messageOf(range[0]), 0);
            }

            if (isOneMessage && failedCalls >= MaxFailedCalls && !lastTry)
            {
                Exception untried = new InvalidOperationException($"Not tried any more after {MaxFailedCalls} failed calls.");
                refused.AddRange(range.Select(thing => (thing, untried)));
                return;
            }

            try
            {
                await call(range);
                return;
            }
            catch (Exception failure) when (IsAboutTheThings(failure, cancellationToken))
            {
                failedCalls++;
                if (range.Count == 1)
                {
                    refused.Add((range[0], failure));
                    return;
                }
            }

            var middle = isOneMessage ? range.Count / 2 : BorderOf(range, messageOf);
            await TryAsync(range[..middle]);
            await TryAsync(range[middle..]);
        }
    }

    /// <summary>The beginning of a message that is nearest to the middle.</summary>
    private static int BorderOf<T>(ArraySegment<T> range, Func<T, object> messageOf)
    {
        var middle = range.Count / 2;
        var (below, above) = (middle, middle);
        while (true)
        {
            if (below > 0 && IsBorder(below))
            {
                return below;
            }

            if (above < range.Count && IsBorder(above))
            {
                return above;
            }

            (below, above) = (below - 1, above + 1);
        }

        bool IsBorder(int index) => !ReferenceEquals(messageOf(range[index - 1]), messageOf(range[index]));
    }

    private static bool IsAboutTheThings(Exception failure, CancellationToken cancellationToken) =>
        failure is not TransientStorageException
        && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
