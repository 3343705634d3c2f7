using Microsoft.Extensions.DependencyInjection;
using Pipeline.Jobs.Hosting;
using Xunit;

namespace Pipeline.Jobs.Tests.Hosting;

[Collection(HangfireHarness.Serial)]
public sealed class KeepForMinutesAttributeTests
{
    [Fact]
    public async Task Run_WhenFinished_ExpiresAfterItsMinutes()
    {
        await using var hangfire = new HangfireHarness(services => services.AddTransient<QuickJob>());
        await hangfire.StartAsync();

        var details = await hangfire.UntilAsync(hangfire.Enqueue<QuickJob>(job => job.RunAsync()), "Succeeded");

        var left = details.ExpireAt!.Value.ToUniversalTime() - details.History[0].CreatedAt.ToUniversalTime();
        Assert.InRange(left.TotalMinutes, 6.5, 7.5);
    }

    internal sealed class QuickJob
    {
        [KeepForMinutes(7)]
        public Task RunAsync() => Task.CompletedTask;
    }
}
