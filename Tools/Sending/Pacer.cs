namespace Pipeline.Tools.Sending;

/// <summary>Keeps a stream of events at a steady rate. Time lost is not made up for by a burst.</summary>
internal sealed class Pacer(int eventsPerSecond, TimeProvider time)
{
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async Task WaitAsync(int events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_next > now)
        {
            await Task.Delay(_next - now, time, cancellationToken);
        }

        _next = (_next > now ? _next : now) + TimeSpan.FromSeconds((double)events / eventsPerSecond);
    }
}
