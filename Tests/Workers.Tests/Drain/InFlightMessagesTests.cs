using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;
using Pipeline.Workers.Drain;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

public sealed class InFlightMessagesTests
{
    private static readonly TimeSpan Third = TimeSpan.FromSeconds(10);
    private static readonly QueueMessage Message = new("m1", "m1/1", "body", 1, Builders.Noon);

    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly Mock<IEventQueue> _queue = new();
    private readonly InFlightMessages _inFlight;

    public InFlightMessagesTests() => _inFlight = new InFlightMessages(
        _queue.Object, Options.Create(new QueueOptions { VisibilityTimeout = 3 * Third }), _clock, NullLogger<InFlightMessages>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_ExtensionWithTheMessageIsHeldUp_WaitsForItsEndAndNoLaterOneHasIt()
    {
        var (begun, answer) = (NewSignal(), NewSignal());
        var extensions = 0;
        _queue.Setup(port => port.ChangeVisibilityAsync(It.IsAny<IReadOnlyCollection<QueueMessage>>(), 3 * Third, It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                extensions++;
                begun.TrySetResult();
                return answer.Task;
            });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _inFlight.Add([Message]);
        var loop = _inFlight.KeepInvisibleAsync(stop.Token);
        _clock.Advance(Third);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);

        var release = _inFlight.ReleaseAsync([Message], Token);
        Assert.False(release.IsCompleted);

        answer.SetResult();
        await release.WaitAsync(TimeSpan.FromSeconds(20), Token);
        _clock.Advance(2 * Third);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        Assert.Equal(1, extensions);
    }

    [Fact]
    public async Task Release_NoTimeIsLeft_DoesNotWaitForTheExtension()
    {
        var begun = NewSignal();
        _queue.Setup(port => port.ChangeVisibilityAsync(It.IsAny<IReadOnlyCollection<QueueMessage>>(), 3 * Third, It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                begun.TrySetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, Token);
            });
        _inFlight.Add([Message]);
        _ = _inFlight.KeepInvisibleAsync(Token);
        _clock.Advance(Third);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        using var end = new CancellationTokenSource();

        var release = _inFlight.ReleaseAsync([Message], end.Token);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => release);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
