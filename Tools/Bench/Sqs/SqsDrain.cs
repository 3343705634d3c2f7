using System.Diagnostics;
using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqs;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Workers;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The drain as a worker runs it, from a full queue to an empty one. Several workers are several hosts in this process.</summary>
/// <param name="connect">Makes each worker's client.</param>
/// <param name="addStore">Registers what is behind the ports of the stores.</param>
internal sealed class SqsDrain(Func<IAmazonSQS> connect, Action<IServiceCollection, IConfigurationManager> addStore)
{
    /// <summary>Returns the time that it took and the number of messages that each worker deleted.</summary>
    public async Task<(TimeSpan Elapsed, IReadOnlyList<int> Shares)> RunAsync(
        FilledQueue queue, int workers, CancellationToken cancellationToken)
    {
        var shares = new int[workers];
        var drained = new TaskCompletionSource();
        IHost[] hosts = [.. Enumerable.Range(0, workers).Select(worker => Build(queue, deleted =>
        {
            Interlocked.Add(ref shares[worker], deleted);
            if (shares.Sum() >= queue.Messages)
            {
                drained.TrySetResult();
            }
        }))];
        try
        {
            await CheckAsync(hosts[0].Services.GetServices<IStartupCheck>(), cancellationToken);
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(hosts.Select(host => host.StartAsync(cancellationToken)));
            await drained.Task.WaitAsync(cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started);
            await Task.WhenAll(hosts.Select(host => host.StopAsync(cancellationToken)));
            return (elapsed, shares);
        }
        finally
        {
            Array.ForEach(hosts, host => host.Dispose());
        }
    }

    // As every process does before it starts its work: this makes the store's indexes.
    private static async Task CheckAsync(IEnumerable<IStartupCheck> checks, CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            var problems = await check.FindProblemsAsync(cancellationToken);
            if (problems.Count > 0)
            {
                throw new InvalidOperationException(string.Join('\n', problems));
            }
        }
    }

    private IHost Build(FilledQueue queue, Action<int> deleted)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
        [
            new($"{SqsOptions.SectionName}:{nameof(SqsOptions.QueueUrl)}", queue.Url),
            new($"{SqsOptions.SectionName}:{nameof(SqsOptions.DeadLetterQueueUrl)}", queue.DeadLetterUrl),
        ]);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error)).AddMetrics();
        builder.Services.AddSingleton(_ => connect());
        builder.Services.AddSqsQueue(builder.Configuration);
        builder.Services.AddSingleton<IEventQueue>(
            services => new WatchedQueue(ActivatorUtilities.CreateInstance<SqsEventQueue>(services), deleted));
        addStore(builder.Services, builder.Configuration);
        builder.Services.AddWorkers(builder.Configuration);
        return builder.Build();
    }
}
