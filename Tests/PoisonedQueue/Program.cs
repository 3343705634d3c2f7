using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.PoisonedQueue;

// The API refuses bad events, so they go into the queue behind it. No other process may use the directory meanwhile.
if (args is not [var directory, .. { Length: <= 1 } rest]
    || !int.TryParse(rest is [var number] ? number : "0", CultureInfo.InvariantCulture, out var lost) || lost is < 0 or > 100)
{
    await Console.Error.WriteLineAsync("usage: Pipeline.PoisonedQueue DATA-DIRECTORY [LOST-EVENTS, at most 100]");
    return 2;
}

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?> { ["Pipeline:DataDirectory"] = directory }).Build();
await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(configuration).BuildServiceProvider();
var queue = services.GetRequiredService<IEventQueue>();
if (lost > 0)
{
    // Accepted, and gone from the queue before anybody has drained it.
    await queue.SendAsync(PoisonedEvents.Envelopes(lost), CancellationToken.None);
    await queue.DeleteAsync(await queue.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None), CancellationToken.None);
}

var outcomes = await queue.SendAsync(PoisonedEvents.Envelopes(), CancellationToken.None);
return outcomes.All(fault => fault is null) ? 0 : 1;
