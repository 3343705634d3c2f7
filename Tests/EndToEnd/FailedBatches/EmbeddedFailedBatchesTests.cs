using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.EndToEnd.Support;
using Pipeline.PoisonedQueue;
using Xunit;

namespace Pipeline.EndToEnd.FailedBatches;

/// <summary>Failed batches in one process, which is killed in the middle of a retry.</summary>
public sealed class EmbeddedFailedBatchesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WorkThrough_FourKindsOfPoison_LeavesNothingOpenAndTheLedgerClosed()
    {
        await FillQueueAsync();
        var server = await StartAsync();
        try
        {
            await new Workbench(() => server).WorkThroughAsync(async () =>
            {
                await server.KillAsync();
                await server.DisposeAsync();
                server = await StartAsync();
            });
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    public void Dispose() => _directory.Dispose();

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_directory.Path, new Dictionary<string, string>(), Token);

    private async Task FillQueueAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Pipeline:DataDirectory"] = _directory.Path }).Build();
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(configuration).BuildServiceProvider();
        var outcomes = await services.GetRequiredService<IEventQueue>().SendAsync(PoisonedEvents.Envelopes(), Token);
        Assert.All(outcomes, Assert.Null);
    }
}
