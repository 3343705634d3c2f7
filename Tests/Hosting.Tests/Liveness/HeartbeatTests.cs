using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Hosting.Liveness;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Hosting.Tests.Liveness;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task Run_AtEveryInterval_RewritesTheFileAndPingsTheWatchdog_AndLeavesNoFileBehind()
    {
        var token = TestContext.Current.CancellationToken;
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var clock = new FakeTimeProvider(Builders.Noon);
        var systemd = new Mock<ISystemdNotifier>();
        var options = new LivenessOptions { HeartbeatFile = file, Interval = TimeSpan.FromSeconds(10) };
        using var heartbeat = new Heartbeat(Options.Create(options), systemd.Object, clock, NullLogger<Heartbeat>.Instance);

        await heartbeat.StartAsync(token);
        await UntilAsync(() => File.Exists(file) && File.ReadAllText(file).Contains("12:00:00", StringComparison.Ordinal));
        clock.Advance(options.Interval);
        await UntilAsync(() => File.ReadAllText(file).Contains("12:00:10", StringComparison.Ordinal));
        await heartbeat.StopAsync(token);

        Assert.False(File.Exists(file));
        systemd.Verify(notifier => notifier.Notify(It.IsAny<ServiceState>()), Times.Exactly(2));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, deadline.Token);
        }
    }
}
