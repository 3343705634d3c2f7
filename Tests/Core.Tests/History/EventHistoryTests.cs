using Moq;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;
using Xunit;
using static Pipeline.Core.Tests.History.HistoryWorld;

namespace Pipeline.Core.Tests.History;

public sealed class EventHistoryTests
{
    private readonly HistoryWorld _world = new();

    [Fact]
    public async Task ReadAsync_OpenSealedAndArchived_GivesAll()
    {
        RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3), EventAt(-1), EventAt(25)];
        await _world.ArchiveAsync(events[0]);
        await _world.SealAsync(2, events[1]);
        await _world.InsertAsync(events[2..]);

        Assert.Equal(events[..3], await _world.ReadAsync());
        Assert.Equal(
            events.OrderBy(read => read.Event.Key), await _world.ReadAsync(Start.AddDays(-5), End.AddDays(5)));
    }

    [Fact]
    public async Task ReadAsync_Range_IncludesItsStartAndNotItsEnd()
    {
        RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3)];
        await _world.ArchiveAsync(events);

        Assert.Equal(events[1], Assert.Single(await _world.ReadAsync(Start.AddHours(2), Start.AddHours(3))));
    }

    [Fact]
    public async Task ReadAsync_KeyInSeveralSources_CountsOnceFromTheEarliestGeneration()
    {
        RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3)];
        await _world.ArchiveAsync(events);
        await _world.SealAsync(2, CopyOf(events[0], 2), EventAt(4));
        await _world.InsertAsync(CopyOf(events[0], 3), CopyOf(events[1], 3), EventAt(5));

        var read = await _world.ReadAsync();

        Assert.Equal(events, read.Take(3));
        Assert.Equal([Start.AddHours(4), Start.AddHours(5)], read.Skip(3).Select(raw => raw.Event.Timestamp));
    }

    [Fact]
    public async Task ReadAsync_LaterSourceIsTheLargest_StillPrefersTheEarlierGeneration()
    {
        var first = EventAt(1);
        await _world.ArchiveAsync(first);
        await _world.InsertAsync(CopyOf(first, 2), EventAt(2), EventAt(3), EventAt(4));

        var read = await _world.ReadAsync();

        Assert.Equal(4, read.Count);
        Assert.Equal(first, read[0]);
    }

    [Fact]
    public async Task ReadAsync_SealedGenerationInTheCatalogue_IsLeftToItsPart()
    {
        var archived = EventAt(1);
        await _world.ArchiveAsync(archived);
        // As after a crash between the record and the drop.
        await _world.SealAsync(1, archived);

        Assert.Equal(archived, Assert.Single(await _world.ReadAsync()));
        Assert.Empty(Assert.Single(await _world.Stores.History().GetDaysAsync(Token)).Generations.Sealed);
    }

    [Fact]
    public async Task ReadAsync_DamagedPart_FailsInsteadOfGivingWhatIsLeft()
    {
        var part = await _world.ArchiveAsync(EventAt(1));
        await _world.InsertAsync(EventAt(2));
        _world.Stores.Memory.Damage(part.Key);

        await Assert.ThrowsAsync<DamagedPartException>(async () => await _world.ReadAsync());
    }

    [Fact]
    public async Task ReadAsync_DayArchivedMeanwhile_IsTriedAgainLater()
    {
        await _world.InsertAsync(EventAt(1), EventAt(2));

        await Assert.ThrowsAsync<TransientStorageException>(async () =>
        {
            await foreach (var _ in _world.Stores.History().ReadAsync(Start, End, Token))
            {
                await _world.Stores.Archiver().RunAsync(Day, Token);
            }
        });
    }

    [Fact]
    public async Task ReadAsync_YoungDay_AsksTheRawStoreOnly()
    {
        var young = EventAt(1);
        await _world.InsertAsync(young);
        _world.Clock.AdjustTime(End.AddHours(23));
        _world.Stores = _world.Stores with
        {
            Sealed = new Mock<ISealedDays>(MockBehavior.Strict).Object,
            Catalogue = new Mock<IArchiveCatalogue>(MockBehavior.Strict).Object,
            Archive = new Mock<IArchivedEvents>(MockBehavior.Strict).Object,
        };

        Assert.Equal(young, Assert.Single(await _world.ReadAsync()));
        Assert.Equal(young, Assert.Single((await _world.Stores.History().FindAsync([young.Event.Key], Token)).Events));
    }

    [Fact]
    public async Task FindAsync_KeysEverywhere_GivesEachOnceInOrder()
    {
        RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3), EventAt(24 * 58)];
        await _world.ArchiveAsync(events[0], EventAt(7));
        await _world.SealAsync(2, events[1]);
        await _world.InsertAsync(events[2], events[3], CopyOf(events[0], 5));

        var found = await _world.Stores.History().FindAsync(
            [.. events.Reverse().Select(read => read.Event.Key), new EventKey(Start, Guid.NewGuid())], Token);

        Assert.Equal(events, found.Events);
        Assert.Empty(found.Damaged);
    }

    [Fact]
    public async Task FindAsync_DamagedPart_NamesItAndGivesTheOthers()
    {
        var (lost, open) = (EventAt(1), EventAt(2));
        var part = await _world.ArchiveAsync(lost);
        await _world.InsertAsync(open);
        _world.Stores.Memory.Damage(part.Key);

        var found = await _world.Stores.History().FindAsync([lost.Event.Key, open.Event.Key], Token);

        Assert.Equal(open, Assert.Single(found.Events));
        Assert.Equal((Day, 1), (found.Damaged[0].Day, found.Damaged[0].Generation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task FindAsync_DayArchivedMeanwhile_SearchesAgainAFewTimes(int times)
    {
        var moved = EventAt(1);
        await _world.InsertAsync(moved);
        var stores = _world.Stores;
        _world.Stores = stores with { Raw = new MovingRawStore(_world.Raw, async () => await stores.Archiver().RunAsync(Day, Token), times) };

        var search = _world.Stores.History().FindAsync([moved.Event.Key], Token);

        if (times == 1)
        {
            Assert.Equal(moved, Assert.Single((await search).Events));
        }
        else
        {
            await Assert.ThrowsAsync<TransientStorageException>(() => search);
        }
    }

    [Fact]
    public async Task FindArchivedOfUserAsync_SomeDays_GivesTheirEventsOfTheUserUpToTheLimit()
    {
        RawEvent[] own = [EventAt(1), EventAt(2), EventAt(3)];
        await _world.ArchiveAsync([.. own, EventAt(2, user: "v")]);
        var history = _world.Stores.History();

        var found = await history.FindArchivedOfUserAsync("u", [Day], Start, End, 2, Token);
        var other = await history.FindArchivedOfUserAsync("u", [Day.AddDays(1)], Start, End.AddDays(5), 2, Token);

        Assert.Equal(own[..2], found.Events);
        Assert.Empty(other.Events);
    }

    [Fact]
    public async Task GetDaysAsync_DaysOfEveryKind_SaysWhereTheirEventsLie()
    {
        await _world.ArchiveAsync(EventAt(1));
        await _world.SealAsync(2, EventAt(2));
        await _world.InsertAsync(EventAt(3), EventAt(25));

        var days = await _world.Stores.History().GetDaysAsync(Token);

        Assert.Equal([Day, Day.AddDays(1)], days.Select(day => day.Day));
        Assert.Equal((true, 2, 1), (days[0].IsOpen, days[0].Generations.Sealed.Single().Generation, days[0].Generations.Parts.Single().Generation));
        Assert.Equal((true, 0, 0), (days[1].IsOpen, days[1].Generations.Sealed.Count, days[1].Generations.Parts.Count));
    }
}
