using Microsoft.Extensions.DependencyInjection;
using Pipeline.Jobs.Hosting;
using Xunit;

namespace Pipeline.Jobs.Tests.Hosting;

[Collection(HangfireHarness.Serial)]
public sealed class SkipWhenRunningAttributeTests
{
    [Fact]
    public async Task Run_WhileAnotherRunIsAtWork_EndsAtOnceWithoutWorking()
    {
        var gate = new Gate();
        await using var hangfire = new HangfireHarness(services => services.AddSingleton(gate).AddTransient<SlowJob>());
        await hangfire.StartAsync();
        var first = hangfire.Enqueue<SlowJob>(job => job.RunAsync());
        await gate.Entered.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        var second = hangfire.Enqueue<SlowJob>(job => job.RunAsync());
        await hangfire.UntilAsync(second, "Deleted");
        gate.Open();
        await hangfire.UntilAsync(first, "Succeeded");

        Assert.Equal(1, gate.Runs);
    }

    [Fact]
    public async Task Run_AfterTheOtherHasEnded_Works()
    {
        var gate = new Gate();
        gate.Open();
        await using var hangfire = new HangfireHarness(services => services.AddSingleton(gate).AddTransient<SlowJob>());
        await hangfire.StartAsync();

        await hangfire.UntilAsync(hangfire.Enqueue<SlowJob>(job => job.RunAsync()), "Succeeded");
        await hangfire.UntilAsync(hangfire.Enqueue<SlowJob>(job => job.RunAsync()), "Succeeded");

        Assert.Equal(2, gate.Runs);
    }

    [Fact]
    public async Task Run_AfterTheOtherHasFailed_Works()
    {
        await using var hangfire = new HangfireHarness(services => services.AddTransient<FailingJob>());
        await hangfire.StartAsync();

        await hangfire.UntilAsync(hangfire.Enqueue<FailingJob>(job => job.RunAsync()), "Failed");
        var second = await hangfire.UntilAsync(hangfire.Enqueue<FailingJob>(job => job.RunAsync()), "Failed");

        Assert.Contains(second.History, state => state.StateName == "Failed");
    }

    internal sealed class Gate
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _runs;

        public Task Entered => _entered.Task;

        public int Runs => Volatile.Read(ref _runs);

        public void Open() => _open.TrySetResult();

        public Task EnterAsync()
        {
            Interlocked.Increment(ref _runs);
            _entered.TrySetResult();
            return _open.Task;
        }
    }

    internal sealed class SlowJob(Gate gate)
    {
        [SkipWhenRunning]
        public Task RunAsync() => gate.EnterAsync();
    }

    internal sealed class FailingJob
    {
        [SkipWhenRunning]
        [Hangfire.AutomaticRetry(Attempts = 0)]
        public Task RunAsync() => Task.FromException(new InvalidOperationException("no"));
    }
}
