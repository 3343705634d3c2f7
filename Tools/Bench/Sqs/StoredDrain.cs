using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Tools.Bench.Mongo;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The whole drain of one worker, into its real store, and what limits it.</summary>
internal sealed class StoredDrain(SqsEmulator emulator)
{
    private const int Messages = 60;
    private const int Rounds = 3;

    public async Task<IEnumerable<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await using var mongo = await MongoTarget.StartAsync(cancellationToken);
        var backlog = new Backlog(Messages, Backlog.Full, TimeProvider.System.GetUtcNow());
        var rates = new List<Rate>();
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            rates.Add(await MeasureAsync(mongo, backlog, cancellationToken));
            console.WriteLine($"  drain into {mongo.Name} {rates[^1]}");
        }

        var rate = Rate.MedianOf(rates.Skip(1));
        return [new BenchResult($"drain, {mongo.Name}", $"{rate}"), new BenchResult("- which is limited by", LimitOf(rate, mongo))];
    }

    private async Task<Rate> MeasureAsync(MongoTarget mongo, Backlog backlog, CancellationToken cancellationToken)
    {
        var database = $"pipeline-bench-{Guid.NewGuid():N}";
        var drain = new SqsDrain(() => emulator.Connect(TimeSpan.Zero), (services, configuration) =>
        {
            configuration.AddInMemoryCollection(
            [
                new($"{MongoOptions.SectionName}:{nameof(MongoOptions.ConnectionString)}", mongo.ConnectionString),
                new($"{MongoOptions.SectionName}:{nameof(MongoOptions.Database)}", database),
            ]);
            services.AddMongoStores(configuration).AddSingleton<IArchivedEvents, EmptyArchive>();
        });
        var queue = await backlog.FillQueueAsync(emulator, cancellationToken);
        var before = CpuUse.Now(emulator, mongo);
        var (elapsed, _) = await drain.RunAsync(queue, workers: 1, cancellationToken);
        var rate = new Rate(queue, elapsed, CpuUse.Now(emulator, mongo) - before);
        await mongo.DropAsync(database, cancellationToken);
        return rate;
    }

    // Worker and store take turns, so the one that uses the most processor time is the bottleneck.
    private static string LimitOf(Rate rate, MongoTarget mongo)
    {
        var cores = $"worker {rate.CoresOf(cpu => cpu.Client):0.00}, emulator {rate.CoresOf(cpu => cpu.Emulator):0.00}";
        if (mongo.ProcessorTime is null)
        {
            return $"{mongo.Name}, unless the worker is busy all the time (cores busy: {cores})";
        }

        var limit = rate.Cpu.Store >= rate.Cpu.Client ? mongo.Name : "the worker";
        return $"{limit} (cores busy: {cores}, {mongo.Name} {rate.CoresOf(cpu => cpu.Store):0.00})";
    }
}
