using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;
using Pipeline.Testing;
using Xunit;
using static Pipeline.Core.Tests.History.HistoryWorld;

namespace Pipeline.Core.Tests.History;

public sealed class PartRewriterTests : IDisposable
{
    private readonly HistoryWorld _world = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("pipeline-scratch-");

    public PartRewriterTests() => _world.Stores = _world.Stores with { DataDirectory = _scratch.FullName };

    private EventStores Stores => _world.Stores;

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Rewrite_AllParts_BecomeOneWithTheSameEventsAndOrigins()
    {
        RawEvent[] events = [EventAt(1), EventAt(2, origin: 2, user: "v"), EventAt(3)];
        var parts = await ArchiveEachAsync(events);

        var whole = await Stores.Rewriter().RewriteAsync(parts, _ => true, Token);

        Assert.Equal((4, 3L, Start.AddHours(1), Start.AddHours(3)), (whole!.Generation, whole.Rows, whole.First, whole.Last));
        Assert.Equal([whole], await PartsAsync());
        Assert.Equal(["events/dt=2026-03-10/part-4.parquet"], await Stores.Files.ListAsync("", Token));
        Assert.Empty(await Stores.Catalogue.GetRetiredAsync(Day, Day, Token));
        Assert.Equal(events, await _world.ReadAsync());
    }

    [Fact]
    public async Task Rewrite_SomeAreNotKept_TheOthersAreInTheNewPart()
    {
        RawEvent[] events = [EventAt(1), EventAt(2, user: "v")];
        var part = await _world.ArchiveAsync(events);

        var rest = await Stores.Rewriter().RewriteAsync([part], read => read.Event.UserId != "v", Token);

        Assert.Equal((2, 1L), (rest!.Generation, rest.Rows));
        Assert.Equal([events[0]], await _world.ReadAsync());
    }

    [Fact]
    public async Task Rewrite_NoneIsKept_LeavesNoPartAndNoFile()
    {
        var part = await _world.ArchiveAsync(EventAt(1));

        Assert.Null(await Stores.Rewriter().RewriteAsync([part], _ => false, Token));

        Assert.Empty(await PartsAsync());
        Assert.Empty(await Stores.Files.ListAsync("", Token));
        Assert.Empty(await _world.ReadAsync());
    }

    [Fact]
    public async Task Rewrite_GenerationIsSealedMeanwhile_ItIsArchivedAfterwardsWithoutKnownEvents()
    {
        RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3)];
        var parts = await ArchiveEachAsync(events[0], events[1]);
        await _world.SealAsync(3, events[2], CopyOf(events[0], 9));

        var whole = await Stores.Rewriter().RewriteAsync(parts, _ => true, Token);
        Assert.Equal(4, whole!.Generation);
        Assert.Equal(events, await _world.ReadAsync());

        var late = Assert.Single(await Stores.Archiver().RunAsync(Day, Token));
        Assert.Equal((3, 1L), (late.Generation, late.Rows));
        Assert.Equal(events, await _world.ReadAsync());
    }

    [Fact]
    public async Task Rewrite_OneIsDamaged_IsNotedAndNothingIsReplaced()
    {
        var parts = await ArchiveEachAsync(EventAt(1), EventAt(2));
        await Stores.Files.DeleteAsync(parts[1].Key, Token);

        var damage = await Assert.ThrowsAsync<DamagedPartException>(() => Stores.Rewriter().RewriteAsync(parts, _ => true, Token));

        Assert.Equal((2, "its file is missing"), (damage.Generation, damage.Problem));
        Assert.Equal([null, "its file is missing"], (await PartsAsync()).Select(part => part.Problem));
        Assert.Equal([parts[0].Key], await Stores.Files.ListAsync("", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rewrite_DiesAtAnyCall_LosesAndDoublesNothingAndIsDoneByTheNextRun(bool isAfter)
    {
        for (var call = 1; ; call++)
        {
            var world = new HistoryWorld();
            world.Stores = world.Stores with { DataDirectory = _scratch.FullName };
            RawEvent[] events = [EventAt(1), EventAt(2), EventAt(3)];
            foreach (var own in events[..2])
            {
                await world.ArchiveAsync(own);
            }

            await world.InsertAsync(events[2]);
            var (plan, stores) = (new CrashPlan(call, isAfter), world.Stores);
            var parts = await stores.Catalogue.GetPartsAsync(Day, Day, Token);
            var failure = await Record.ExceptionAsync(() => CrashPlan.Over(stores, plan).Rewriter().RewriteAsync(parts, _ => true, Token));

            Assert.Equal(events, await world.ReadAsync());
            Assert.Equal(plan.HasCrashed, failure is not null);
            if (!plan.HasCrashed)
            {
                Assert.InRange(call, 15, 60);
                return;
            }

            await stores.Archiver().RunAsync(Day, Token);
            await stores.Rewriter().RewriteAsync(await stores.Catalogue.GetPartsAsync(Day, Day, Token), _ => true, Token);
            Assert.Equal(events, await world.ReadAsync());
            Assert.Equal(3, Assert.Single(await stores.Catalogue.GetPartsAsync(Day, Day, Token)).Rows);
            Assert.Single(await stores.Files.ListAsync("", Token));
            Assert.Empty(_scratch.EnumerateFiles("*", SearchOption.AllDirectories));
        }
    }

    private async Task<List<ArchivedPart>> ArchiveEachAsync(params RawEvent[] events)
    {
        var parts = new List<ArchivedPart>();
        foreach (var own in events)
        {
            parts.Add(await _world.ArchiveAsync(own));
        }

        return parts;
    }

    private Task<IReadOnlyList<ArchivedPart>> PartsAsync() => Stores.Catalogue.GetPartsAsync(Day, Day, Token);
}
