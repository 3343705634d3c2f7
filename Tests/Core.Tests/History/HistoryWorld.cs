using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.History;

/// <summary>Stores in memory, and a day that is old enough to be archived.</summary>
internal sealed class HistoryWorld
{
    public static readonly DateOnly Day = new(2026, 3, 10);
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Start.AddDays(1);

    public HistoryWorld() => Stores = new EventStores(Raw, Clock);

    public FakeTimeProvider Clock { get; } = new(Start.AddDays(60));

    public InMemoryRawStore Raw { get; } = new();

    public EventStores Stores { get; set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static RawEvent EventAt(double hours, long origin = 1, string user = "u", string page = "/p", Guid? id = null) =>
        new(new Event(id ?? Guid.NewGuid(), Start.AddHours(hours), user, "s", EventTypes.PageView, page, default), origin);

    /// <summary>The same event as another producer has sent it.</summary>
    public static RawEvent CopyOf(RawEvent read, long origin) => new(read.Event with { Page = "/copy" }, origin);

    public async Task<IReadOnlyList<RawEvent>> InsertAsync(params IReadOnlyList<RawEvent> events)
    {
        foreach (var day in events.GroupBy(read => read.Event.UtcDay))
        {
            await Raw.InsertAsync(day.Key, [.. day], Token);
        }

        return events;
    }

    /// <summary>Makes events a sealed generation of the day.</summary>
    public async Task SealAsync(int generation, params IReadOnlyList<RawEvent> events)
    {
        await InsertAsync(events);
        await Raw.Sealed.SealAsync(new SealedDay(Day, generation), Token);
    }

    /// <summary>Makes events an archived generation of the day.</summary>
    public async Task<ArchivedPart> ArchiveAsync(params IReadOnlyList<RawEvent> events)
    {
        await InsertAsync(events);
        return Assert.Single(await Stores.Archiver().RunAsync(Day, Token));
    }

    public ValueTask<List<RawEvent>> ReadAsync(DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        Stores.History().ReadAsync(from ?? Start, to ?? End, Token).OrderBy(read => read.Event.Key).ToListAsync(Token);
}
