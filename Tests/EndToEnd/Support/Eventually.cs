using Xunit;

namespace Pipeline.EndToEnd.Support;

/// <summary>Asserts about what becomes true after a while.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer satisfies; fails with the last answer after <paramref name="limit"/>.</summary>
    public static async Task<T> GetAsync<T>(
        Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (satisfies(answer))
            {
                return answer;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < limit, $"Not within {limit}; last answer: {answer}");
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
