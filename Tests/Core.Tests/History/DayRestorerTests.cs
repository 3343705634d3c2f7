using Pipeline.Core.Archive.Parts;
using Pipeline.Core.History;
using Pipeline.Core.Processing.Raw;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;
using static Pipeline.Core.Tests.History.HistoryWorld;

namespace Pipeline.Core.Tests.History;

public sealed class DayRestorerTests : IDisposable
{
    private readonly HistoryWorld _world = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory();
    private readonly InMemorySessionStore _sessions = new();

    public DayRestorerTests() => _world.Stores = _world.Stores with { DataDirectory = _scratch.FullName };

    private EventStores Stores => _world.Stores;

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Restore_DayOfTwoParts_BringsBackEventsAndOriginsAndDeletesTheFiles()
    {
        RawEvent[] events = [EventAt(1), EventAt(23, origin: 2, user: "v")];
        await ArchiveAsync(events[0]);
        await ArchiveAsync(events[1]);

        Assert.Equal(2, await Restorer().RestoreAsync(Day, _ => Task.CompletedTask, Token));

        Assert.Equal(events.Select(own => (own.Event.Key, own.Origin)), (await OpenAsync()).Select(own => (own.Event.Key, own.Origin)));
        Assert.Empty(await Stores.Catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Equal([1, 2], (await Stores.Catalogue.GetRestoredAsync(Day, Day, Token)).Select(part => part.Generation));
        Assert.Empty(await Stores.Files.ListAsync("", Token));
        Assert.Equal([Day], await Stores.Archiver().FindKeptHotAsync(Token));
    }

    [Fact]
    public async Task Restore_ThenArchive_MakesOnePartAgain()
    {
        await ArchiveAsync(EventAt(1));
        await Restorer().RestoreAsync(Day, _ => Task.CompletedTask, Token);

        await Stores.Archiver().RunAsync(Day, Token);

        Assert.Equal(1, Assert.Single(await Stores.Catalogue.GetPartsAsync(Day, Day, Token)).Rows);
        Assert.Empty(await Stores.Catalogue.GetRestoredAsync(Day, Day, Token));
        Assert.Empty(await Stores.Archiver().FindKeptHotAsync(Token));
    }

    [Fact]
    public async Task Restore_LateCopyOfAnotherOriginIsOpen_TheFirstOneCounts()
    {
        var first = EventAt(1, origin: 1);
        await ArchiveAsync(first);
        await Stores.Raw.InsertAsync(Day, [first with { Event = first.Event with { Page = "/other" }, Origin = 9 }], Token);

        await Restorer().RestoreAsync(Day, _ => Task.CompletedTask, Token);

        Assert.Equal((first.Event.Page, 1), (Assert.Single(await OpenAsync()).Event.Page, Assert.Single(await OpenAsync()).Origin));
    }

    [Fact]
    public async Task Restore_FileIsMissing_NotesItAndDeletesNothing()
    {
        await ArchiveAsync(EventAt(1));
        await ArchiveAsync(EventAt(2));
        await Stores.Files.DeleteAsync(PartPublisher.KeyOf(Day, 2), Token);

        var damage = await Assert.ThrowsAsync<DamagedPartException>(() => Restorer().RestoreAsync(Day, _ => Task.CompletedTask, Token));

        Assert.Equal((2, "its file is missing"), (damage.Generation, damage.Problem));
        Assert.Equal([null, "its file is missing"], (await Stores.Catalogue.GetPartsAsync(Day, Day, Token)).Select(part => part.Problem));
        Assert.Single(await Stores.Files.ListAsync("", Token));
    }

    [Fact]
    public async Task Restore_NothingArchived_RestoresNothing() =>
        Assert.Equal(0, await Restorer().RestoreAsync(Day, _ => Task.CompletedTask, Token));

    private DayRestorer Restorer() => Stores.Restorer(_sessions);

    private async Task ArchiveAsync(params RawEvent[] events)
    {
        await _world.InsertAsync(events);
        await Stores.Archiver().RunAsync(Day, Token);
    }

    private Task<List<RawEvent>> OpenAsync() =>
        Stores.Raw.ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token).ToListAsync(Token).AsTask();
}
