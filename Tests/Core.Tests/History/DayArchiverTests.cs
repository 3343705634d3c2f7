using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.History;
using Pipeline.Core.Processing.Raw;
using Xunit;
using static Pipeline.Core.Tests.History.HistoryWorld;

namespace Pipeline.Core.Tests.History;

public sealed class DayArchiverTests : IDisposable
{
    private readonly HistoryWorld _world = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("pipeline-scratch-");

    public DayArchiverTests() =>
        _world.Stores = _world.Stores with { DataDirectory = _scratch.FullName };

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_OpenDay_BecomesAProvedPartAndIsDropped()
    {
        RawEvent[] events = [EventAt(1), EventAt(23, origin: 2, user: "v")];
        await _world.InsertAsync(events);

        var part = Assert.Single(await _world.Stores.Archiver().RunAsync(Day, Token));

        var file = await _world.Stores.Files.FindAsync("events/dt=2026-03-10/part-1.parquet", Token);
        Assert.Equal((part.Key, part.Bytes, part.Sha256), (file!.Key, file.Bytes, file.Sha256));
        Assert.Equal((1, 2L, Start.AddHours(1), Start.AddHours(23)), (part.Generation, part.Rows, part.First, part.Last));
        Assert.Equal(part, Assert.Single(await _world.Stores.Catalogue.GetPartsAsync(Day, Day, Token)));
        Assert.Empty(await _world.Raw.GetDaysAsync(Token));
        Assert.Empty(await _world.Raw.Sealed.GetAsync(Day, Day, Token));
        Assert.Equal(events, await _world.ReadAsync());
        Assert.Empty(_scratch.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task RunAsync_LateEvents_BecomeTheNextGenerationWithoutKnownOnes()
    {
        RawEvent[] events = [EventAt(1), EventAt(2)];
        await _world.ArchiveAsync(events[0]);
        await _world.InsertAsync(events[1], CopyOf(events[0], 9));

        var part = Assert.Single(await _world.Stores.Archiver().RunAsync(Day, Token));

        Assert.Equal((2, 1L), (part.Generation, part.Rows));
        Assert.Equal(events, await _world.ReadAsync());
    }

    [Fact]
    public async Task RunAsync_NothingButKnownEvents_AddsNoPart()
    {
        var known = EventAt(1);
        await _world.ArchiveAsync(known);
        await _world.InsertAsync(CopyOf(known, 9));

        Assert.Empty(await _world.Stores.Archiver().RunAsync(Day, Token));

        Assert.Empty(await _world.Raw.Sealed.GetAsync(Day, Day, Token));
        Assert.Equal(known, Assert.Single(await _world.ReadAsync()));
    }

    [Fact]
    public async Task RunAsync_HotDay_IsRefused()
    {
        await _world.InsertAsync(EventAt(1));
        _world.Clock.AdjustTime(End.AddDays(30).AddTicks(-1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _world.Stores.Archiver().RunAsync(Day, Token));

        _world.Clock.AdjustTime(End.AddDays(30));
        Assert.Single(await _world.Stores.Archiver().RunAsync(Day, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_DiesAtAnyCall_LosesAndDoublesNothingAndIsDoneByTheNextRun(bool isAfter)
    {
        for (var call = 1; ; call++)
        {
            var world = new HistoryWorld();
            world.Stores = world.Stores with { DataDirectory = _scratch.FullName };
            RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3), EventAt(4)];
            await world.ArchiveAsync(events[0]);
            await world.SealAsync(2, events[1], CopyOf(events[0], 8));
            await world.InsertAsync(events[2], events[3], CopyOf(events[1], 9));

            var plan = new CrashPlan(call, isAfter);
            var stores = world.Stores;
            var failure = await Record.ExceptionAsync(() => CrashPlan.Over(stores, plan).Archiver().RunAsync(Day, Token));

            Assert.Equal(events, await world.ReadAsync());
            Assert.Empty(_scratch.EnumerateFiles("*", SearchOption.AllDirectories));
            if (!plan.HasCrashed)
            {
                Assert.Null(failure);
                Assert.InRange(call, 20, 100);
                return;
            }

            Assert.NotNull(failure);
            await stores.Archiver().RunAsync(Day, Token);
            Assert.Equal(events, await world.ReadAsync());
            Assert.Equal([1L, 1L, 2L], (await stores.Catalogue.GetPartsAsync(Day, Day, Token)).Select(part => part.Rows));
            Assert.Empty(await world.Raw.Sealed.GetAsync(Day, Day, Token));
            Assert.Empty(await world.Raw.GetDaysAsync(Token));
        }
    }

    [Fact]
    public async Task RunAsync_EarlierTryStoredTheSameInOtherBytes_UsesWhatIsStored()
    {
        await _world.InsertAsync(EventAt(1));
        await StopAfterPutAsync();
        var stored = await _world.Stores.Files.FindAsync("events/dt=2026-03-10/part-1.parquet", Token);

        var part = Assert.Single(await _world.Stores.Archiver().RunAsync(Day, Token));

        Assert.Equal(stored!.Sha256, part.Sha256);
    }

    [Fact]
    public async Task RunAsync_SomethingElseIsStored_IsReplaced()
    {
        var own = EventAt(1);
        await _world.InsertAsync(own);
        await StopAfterPutAsync();
        _world.Stores.Memory.Damage("events/dt=2026-03-10/part-1.parquet");

        Assert.Single(await _world.Stores.Archiver().RunAsync(Day, Token));

        Assert.Equal(own, Assert.Single(await _world.ReadAsync()));
    }

    [Fact]
    public async Task RunAsync_ArchiveGivesSomethingElseBack_DropsNothing()
    {
        await _world.InsertAsync(EventAt(1));
        var stores = _world.Stores;
        var forgetful = new DamagingFiles(stores.Files, stores.Memory);

        await Assert.ThrowsAsync<DamagedPartException>(() => (stores with { Files = forgetful }).Archiver().RunAsync(Day, Token));

        Assert.Single(await _world.ReadAsync());
        Assert.Empty(await stores.Catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Single(await stores.Archiver().RunAsync(Day, Token));
    }

    [Fact]
    public async Task RunAsync_DiskFull_LeavesTheDaySealedAndTheNextRunSucceeds()
    {
        var own = EventAt(1);
        await _world.InsertAsync(own);
        var full = _world.Stores with { Format = new FullDisk(_world.Stores.Format) };

        await Assert.ThrowsAsync<IOException>(() => full.Archiver().RunAsync(Day, Token));

        Assert.Empty(_scratch.EnumerateFiles("*", SearchOption.AllDirectories));
        Assert.Equal(own, Assert.Single(await _world.ReadAsync()));
        Assert.Single(await _world.Stores.Archiver().RunAsync(Day, Token));
    }

    [Fact]
    public async Task FindWaitingAsync_OpenAndSealed_AreCountedByDay()
    {
        await _world.ArchiveAsync(EventAt(1));
        await _world.SealAsync(2, EventAt(2));
        await _world.InsertAsync(EventAt(3), EventAt(30), EventAt(60));

        var waiting = await _world.Stores.Archiver().FindWaitingAsync(Day, Day.AddDays(1), Token);

        Assert.Equal([new WaitingDay(Day, 2), new WaitingDay(Day.AddDays(1), 1)], waiting);
    }

    /// <summary>A run that dies before it has read its file back.</summary>
    private async Task StopAfterPutAsync()
    {
        var stores = _world.Stores;
        var dying = stores with { Files = Crashing<IArchiveFiles>.Over(stores.Files, new CrashPlan(1, isAfter: true)) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => dying.Archiver().RunAsync(Day, Token));
    }
}
