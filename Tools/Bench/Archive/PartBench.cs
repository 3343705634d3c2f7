using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Tools.Bench.Archive;

/// <summary>The archive of the embedded profile in a directory of the bench, and days of events for it.</summary>
internal sealed class PartBench : IAsyncDisposable
{
    private const double SecondsOfDay = 86_000;

    private readonly ServiceProvider _services;
    private readonly string _directory;

    public PartBench(string directory)
    {
        _directory = directory;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"{DataDirectoryOptions.SectionName}:DataDirectory", directory)]).Build();
        _services = new ServiceCollection().AddDirectoryArchive(configuration).BuildServiceProvider();
    }

    /// <summary>The first day that has events.</summary>
    public static DateOnly FirstDay { get; } = new(2025, 6, 1);

    public IPartFormat Format => _services.GetRequiredService<IPartFormat>();

    public IArchivedEvents Events => _services.GetRequiredService<IArchivedEvents>();

    /// <summary>A day of a busy shop, about in the order of time, with random ids (UUIDv4) as clients send them.</summary>
    public static IEnumerable<RawEvent> Day(int events)
    {
        var start = new DateTimeOffset(FirstDay, TimeOnly.MinValue, TimeSpan.Zero) + BenchEvents.MaxSkew;
        var producer = Guid.NewGuid();
        return new BenchEvents(start, events / SecondsOfDay).Take(events).Select((json, index) =>
            EventReader.TryRead(json, start.AddDays(2), new EventOptions().MaxAge, out var value, out var fault)
                ? new RawEvent(value, RawEvent.OriginOf(producer, index))
                : throw new InvalidOperationException(fault.ToString()));
    }

    public static async IAsyncEnumerable<RawEvent> Stream(IEnumerable<RawEvent> events)
    {
        foreach (var raw in events)
        {
            yield return raw;
        }

        await Task.CompletedTask;
    }

    /// <summary>Writes a part and stores it.</summary>
    public async Task<ArchivedPart> ArchiveAsync(DateOnly day, IEnumerable<RawEvent> events, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_directory, $"{day:yyyyMMdd}.parquet");
        var content = await Format.WriteAsync(path, Stream(events), cancellationToken);
        var part = new ArchivedPart
        {
            Day = day,
            Generation = 1,
            Key = $"events/dt={day:yyyy-MM-dd}/part-1.parquet",
            Rows = content.Rows,
            Bytes = new FileInfo(path).Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken))),
            ContentHash = content.ContentHash,
            First = content.First,
            Last = content.Last,
            SchemaVersion = Format.SchemaVersion,
            ArchivedAt = content.Last,
            VerifiedAt = content.Last,
        };
        await _services.GetRequiredService<IArchiveFiles>().PutIfAbsentAsync(part.Key, path, cancellationToken);
        File.Delete(path);
        return part;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
