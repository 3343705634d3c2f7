using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.PoisonedQueue;

// The API refuses bad events, so they go into the queue behind it. No other process may use the directory meanwhile.
if (args is not [var directory])
{
    await Console.Error.WriteLineAsync("usage: Pipeline.PoisonedQueue DATA-DIRECTORY");
    return 2;
}

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?> { ["Pipeline:DataDirectory"] = directory }).Build();
await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(configuration).BuildServiceProvider();
var outcomes = await services.GetRequiredService<IEventQueue>().SendAsync(PoisonedEvents.Envelopes(), CancellationToken.None);
return outcomes.All(fault => fault is null) ? 0 : 1;
