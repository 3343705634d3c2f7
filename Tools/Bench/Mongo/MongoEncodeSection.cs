using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;
using Pipeline.Workers.Drain;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Mongo;

/// <summary>
/// The documents of a bulk insert as bytes, without a server: ours, written from the events that the drain has, against the driver's
/// class map, which gets objects that already have the document's fields. Both write the same bytes.
/// </summary>
internal sealed class MongoEncodeSection : IBenchSection
{
    private const int Bulks = 20;
    private const int Rounds = 9;
    private const double Target = 0.8;
    private static readonly int EventsPerBulk = new DrainOptions().EventsPerBatch;

    public string Name => "mongo-encode";

    public int Minutes => 1;

    public Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        RuntimeHelpers.RunClassConstructor(typeof(MongoRawStore).TypeHandle);
        var ours = BsonSerializer.LookupSerializer<RawEvent>();
        var typed = MapTypedRow();
        RawEvent[] events = [.. MakeEvents()];
        using var buffer = new MemoryStream();
        Encode(events, ours, buffer);
        TypedRow[] rows = [.. ReadBack(buffer, typed)];
        RequireSameBytes(buffer.ToArray(), rows, typed);

        var oursRates = new List<double>();
        var typedRates = new List<double>();
        // The first rounds warm up both.
        for (var round = -2; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            typedRates.Add(Measure(rows, typed, buffer));
            oursRates.Add(Measure(events, ours, buffer));
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  class map {typedRates[^1]:N0}/s, ours {oursRates[^1]:N0}/s"));
        }

        var ratio = Samples.Median(oursRates.Zip(typedRates, (one, other) => one / other).Skip(2));
        return Task.FromResult<IReadOnlyList<BenchResult>>(
        [
            new BenchResult("driver's class map", Rate(Samples.Median(typedRates.Skip(2)))),
            new BenchResult("raw event as BSON", Rate(Samples.Median(oursRates.Skip(2)))),
            new BenchResult("raw event : class map", $"{ratio:0.00}", $">= {Target:0.00}", ratio >= Target),
        ]);
    }

    private static string Rate(double eventsPerSecond) => $"{eventsPerSecond:N0} events/s, {1e6 / eventsPerSecond:0.00} µs each";

    private static BsonClassMapSerializer<TypedRow> MapTypedRow()
    {
        var map = new BsonClassMap<TypedRow>();
        map.MapIdProperty(row => row.Id);
        map.MapProperty(row => row.User).SetElementName("u");
        map.MapProperty(row => row.Session).SetElementName("s");
        map.MapProperty(row => row.Type).SetElementName("y");
        map.MapProperty(row => row.Page).SetElementName("p");
        map.MapProperty(row => row.Metadata).SetElementName("m").SetIgnoreIfNull(true);
        map.MapProperty(row => row.Origin).SetElementName("o");
        return new BsonClassMapSerializer<TypedRow>(map.Freeze());
    }

    private static IEnumerable<RawEvent> MakeEvents()
    {
        var start = new DateTimeOffset(2025, 6, 18, 12, 0, 0, TimeSpan.Zero);
        var producer = Guid.NewGuid();
        return new BenchEvents(start, eventsPerSecond: 5_000).Take(EventsPerBulk).Select((json, index) =>
            EventReader.TryRead(json, start.AddDays(1), new EventOptions().MaxAge, out var value, out var fault)
                ? new RawEvent(value, RawEvent.OriginOf(producer, index))
                : throw new InvalidOperationException(fault.ToString()));
    }

    private static double Measure<T>(IReadOnlyList<T> documents, IBsonSerializer<T> serializer, MemoryStream buffer)
    {
        var started = Stopwatch.GetTimestamp();
        for (var bulk = 0; bulk < Bulks; bulk++)
        {
            Encode(documents, serializer, buffer);
        }

        return Bulks * documents.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Encode<T>(IReadOnlyList<T> documents, IBsonSerializer<T> serializer, MemoryStream buffer)
    {
        buffer.SetLength(0);
        using var writer = new BsonBinaryWriter(buffer);
        var context = BsonSerializationContext.CreateRoot(writer);
        var asDeclared = new BsonSerializationArgs { NominalType = typeof(T) };
        foreach (var document in documents)
        {
            serializer.Serialize(context, asDeclared, document);
        }
    }

    private static IEnumerable<TypedRow> ReadBack(MemoryStream documents, IBsonSerializer<TypedRow> serializer)
    {
        documents.Position = 0;
        using var reader = new BsonBinaryReader(documents);
        while (!reader.IsAtEndOfFile())
        {
            yield return serializer.Deserialize(BsonDeserializationContext.CreateRoot(reader));
        }
    }

    private static void RequireSameBytes(byte[] expected, TypedRow[] rows, IBsonSerializer<TypedRow> serializer)
    {
        using var buffer = new MemoryStream();
        Encode(rows, serializer, buffer);
        if (!buffer.ToArray().AsSpan().SequenceEqual(expected))
        {
            throw new InvalidOperationException("The class map does not write the document of a raw event.");
        }
    }
}

/// <summary>The document of a raw event, field for field, for the driver's own class map.</summary>
internal sealed class TypedRow
{
    public required byte[] Id { get; init; }

    public required string User { get; init; }

    public required string Session { get; init; }

    public required string Type { get; init; }

    public required string Page { get; init; }

    public required string? Metadata { get; init; }

    public required long Origin { get; init; }
}
