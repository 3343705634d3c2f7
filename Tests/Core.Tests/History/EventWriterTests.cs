using Moq;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;
using Xunit;
using static Pipeline.Core.Tests.History.HistoryWorld;

namespace Pipeline.Core.Tests.History;

public sealed class EventWriterTests
{
    private readonly HistoryWorld _world = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_LateEvents_AreComparedWithTheDaysGenerations(bool isArchived)
    {
        var (known, late) = (EventAt(1, origin: 7), EventAt(2, origin: 8));
        await (isArchived ? _world.ArchiveAsync(known) : _world.SealAsync(1, known));

        var outcomes = await WriteAsync(CopyOf(known, 9), known, late);

        Assert.Equal([InsertOutcome.Duplicate, InsertOutcome.Stored, InsertOutcome.Stored], outcomes);
        Assert.Equal(1, await _world.Raw.CountAsync(Day, Token));
        Assert.Equal([known, late], await _world.ReadAsync());
    }

    [Fact]
    public async Task WriteAsync_DeliveredAgain_HasTheSameOutcomes()
    {
        var (known, late) = (EventAt(1, origin: 7), EventAt(2, origin: 8));
        await _world.ArchiveAsync(known);

        var first = await WriteAsync(CopyOf(known, 9), late);
        var second = await WriteAsync(CopyOf(known, 9), late);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task WriteAsync_DiedBeforeItCompared_IsPutRightByTheNextDelivery()
    {
        var known = EventAt(1, origin: 7);
        await _world.ArchiveAsync(known);
        await _world.InsertAsync(CopyOf(known, 9));

        Assert.Equal([InsertOutcome.Duplicate], await WriteAsync(CopyOf(known, 9)));
        Assert.Equal(0, await _world.Raw.CountAsync(Day, Token));
    }

    [Fact]
    public async Task WriteAsync_OnItsWayBackFromTheArchive_IsNotTakenOut()
    {
        var known = EventAt(1, origin: 7);
        await _world.ArchiveAsync(known);
        await _world.InsertAsync(known);

        Assert.Equal([InsertOutcome.Duplicate], await WriteAsync(CopyOf(known, 9)));
        Assert.Equal(1, await _world.Raw.CountAsync(Day, Token));
    }

    [Fact]
    public async Task WriteAsync_DamagedPart_KeepsTheEvents()
    {
        var part = await _world.ArchiveAsync(EventAt(1));
        _world.Stores.Memory.Damage(part.Key);
        var late = EventAt(2);

        Assert.Equal([InsertOutcome.Stored], await WriteAsync(late));
        Assert.Equal(1, await _world.Raw.CountAsync(Day, Token));
    }

    [Fact]
    public async Task WriteAsync_YoungDay_AsksTheRawStoreOnly()
    {
        _world.Clock.AdjustTime(End.AddHours(23));
        _world.Stores = _world.Stores with
        {
            Sealed = new Mock<ISealedDays>(MockBehavior.Strict).Object,
            Catalogue = new Mock<IArchiveCatalogue>(MockBehavior.Strict).Object,
            Archive = new Mock<IArchivedEvents>(MockBehavior.Strict).Object,
        };

        Assert.Equal([InsertOutcome.Stored], await WriteAsync(EventAt(1)));
    }

    private Task<IReadOnlyList<InsertOutcome>> WriteAsync(params IReadOnlyList<RawEvent> events) =>
        _world.Stores.Writer().WriteAsync(Day, events, Token);
}
