using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Workers;

namespace Pipeline.Tools.Bench.Drain;

/// <summary>The real drain on the real embedded stores, from a full queue to an empty one.</summary>
internal static class PipelineDrain
{
    private const int EventsPerEnvelope = 1_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    public static async Task<TimeSpan> RunAsync(
        string dataDirectory, IReadOnlyList<byte[]> events, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        using (var sender = Build(dataDirectory, withWorkers: false))
        {
            await FillAsync(sender.Services.GetRequiredService<IEventQueue>(), events, receivedAt.AddDays(1), cancellationToken);
        }

        using var host = Build(dataDirectory, withWorkers: true);
        var queue = host.Services.GetRequiredService<IEventQueue>();
        var started = Stopwatch.GetTimestamp();
        await host.StartAsync(cancellationToken);
        while (await queue.GetStatusAsync(cancellationToken) is not { Visible: 0, InFlight: 0 })
        {
            await Task.Delay(PollInterval, cancellationToken);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        await host.StopAsync(cancellationToken);
        var stored = await host.Services.GetRequiredService<IRawStore>()
            .CountAsync(DateOnly.FromDateTime(receivedAt.UtcDateTime), cancellationToken);
        return stored == events.Count
            ? elapsed
            : throw new InvalidOperationException($"{stored} of {events.Count} events were stored.");
    }

    private static async Task FillAsync(
        IEventQueue queue, IReadOnlyList<byte[]> events, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var producer = Guid.NewGuid();
        long sequence = 0;
        foreach (var chunk in events.Chunk(EventsPerEnvelope))
        {
            EnvelopeItem[] items = [.. chunk.Select(json => new EnvelopeItem(EnvelopeItemKind.Event, json))];
            await queue.SendAsync(EnvelopeCodec.Encode(producer, sequence, receivedAt, items), cancellationToken);
            sequence += chunk.Length;
        }
    }

    private static IHost Build(string dataDirectory, bool withWorkers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new($"{DataDirectoryOptions.SectionName}:DataDirectory", dataDirectory)]);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error)).AddMetrics();
        builder.Services.AddSqliteStorage(builder.Configuration).AddDirectoryArchive(builder.Configuration);
        if (withWorkers)
        {
            builder.Services.AddWorkers(builder.Configuration);
        }

        return builder.Build();
    }
}
