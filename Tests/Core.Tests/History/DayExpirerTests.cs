using Pipeline.Core.History;
using Pipeline.Testing;
using Xunit;
using static Pipeline.Core.Tests.History.HistoryWorld;

namespace Pipeline.Core.Tests.History;

public sealed class DayExpirerTests : IDisposable
{
    /// <summary>The day is as old as can be to be kept.</summary>
    private const int JustKept = 60;

    private readonly HistoryWorld _world = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("pipeline-scratch-");

    public DayExpirerTests() => _world.Stores = _world.Stores with { DataDirectory = _scratch.FullName };

    private EventStores Stores => _world.Stores;

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Find_EventsEverywhere_AreCountedOnceForDaysThatAreOldEnough()
    {
        var part = await _world.ArchiveAsync(EventAt(1), EventAt(2));
        await _world.SealAsync(2, EventAt(3));
        await _world.InsertAsync(EventAt(4), EventAt(30));

        Assert.Empty(await Stores.Expiring().FindAsync(JustKept, Token));
        Assert.Equal([new ExpiringDay(Day, 4, 1, part.Bytes)], await Stores.Expiring().FindAsync(JustKept - 1, Token));
    }

    [Fact]
    public async Task Delete_NotNoted_IsRefused()
    {
        await _world.ArchiveAsync(EventAt(1));
        await Stores.Expirer().BeginAsync(JustKept, Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Stores.Expirer().DeleteAsync(Day, Token));

        Assert.Single(await _world.ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_DiesAtAnyCall_IsDoneByTheNextRun(bool isAfter)
    {
        for (var call = 1; ; call++)
        {
            var world = new HistoryWorld();
            world.Stores = world.Stores with { DataDirectory = _scratch.FullName };
            var stores = world.Stores;
            await world.ArchiveAsync(EventAt(1));
            await world.ArchiveAsync(EventAt(2));
            await world.SealAsync(3, EventAt(3));
            var later = (await world.InsertAsync(EventAt(4), EventAt(30)))[1];

            var plan = new CrashPlan(call, isAfter);
            var failure = await Record.ExceptionAsync(() => ExpireAsync(CrashPlan.Over(stores, plan)));
            Assert.Equal(plan.HasCrashed, failure is not null);
            if (plan.HasCrashed)
            {
                await ExpireAsync(stores);
            }

            Assert.Equal([later], await world.ReadAsync(to: End.AddDays(1)));
            Assert.Equal([Day.AddDays(1)], (await stores.History().GetDaysAsync(Token)).Select(day => day.Day));
            Assert.Empty(await stores.Files.ListAsync("", Token));
            Assert.Empty(await stores.Catalogue.GetRetiredAsync(Day, Day, Token));
            Assert.Equal(End, await stores.History().FindKeptSinceAsync(Start, Token));
            if (!plan.HasCrashed)
            {
                Assert.InRange(call, 15, 60);
                return;
            }
        }
    }

    [Fact]
    public async Task Delete_RestoredDay_LeavesNothingOfItInTheCatalogue()
    {
        await _world.ArchiveAsync(EventAt(1));
        await Stores.Catalogue.NoteRestoredAsync(Day, 1, _world.Clock.GetUtcNow(), Token);
        await _world.InsertAsync(EventAt(1));

        await ExpireAsync(Stores);

        Assert.Empty(await Stores.Catalogue.GetRestoredAsync(Day, Day, Token));
        Assert.Empty(await Stores.History().GetDaysAsync(Token));
    }

    private static async Task ExpireAsync(EventStores stores)
    {
        var days = await stores.Expiring().FindAsync(JustKept - 1, Token);
        await stores.Expirer().BeginAsync(JustKept - 1, Token);
        foreach (var day in days)
        {
            await stores.Expirer().DeleteAsync(day.Day, Token);
        }
    }
}
