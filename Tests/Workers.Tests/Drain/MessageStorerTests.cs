using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Rollups;
using Pipeline.Core.Storing;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

public sealed class MessageStorerTests : IDisposable
{
    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);

    private readonly DrainHarness _drain = new();

    [Fact]
    public async Task StoreAsync_NewEvents_AreStoredMarkedAndAccounted()
    {
        var message = Message(0, Event(userId: "ann"), Event(userId: "bob", timestamp: Builders.Noon.AddMinutes(3)));

        await StoreAsync(message);

        Assert.Equal(2, await _drain.CountNoonAsync());
        Assert.Equal(new LedgerEntry(Producer, 0, 2, 2, 0, 0, 0, Builders.Noon), _drain.Ledger.Entries.Single());
        Assert.Equal([Builders.Noon, Builders.Noon.AddMinutes(3)], await DirtyAsync());
        Assert.Equal(["ann", "bob"], _drain.Users.All.Select(user => user.UserId));
        Assert.True(message.IsSettled);
    }

    [Fact]
    public async Task StoreAsync_SameEventInAnotherEnvelope_IsADuplicate()
    {
        var json = Builders.EventJson();
        await StoreAsync(Message(0, Builders.EventItem(json)));

        await StoreAsync(Message(1, Builders.EventItem(json)));

        Assert.Equal(1, await _drain.CountNoonAsync());
        Assert.Equal((0, 1), (_drain.Ledger.Entries[1].Stored, _drain.Ledger.Entries[1].Duplicate));
    }

    [Fact]
    public async Task StoreAsync_RedeliveredEnvelope_CountsAsStoredOnceAndIsMarkedAgain()
    {
        EnvelopeItem[] items = [Event(), Event()];
        await StoreAsync(Message(0, items));
        await _drain.Dirty.ClearAsync(await _drain.Dirty.GetOldestAsync(10, Token), Token);

        await StoreAsync(Message(0, items));

        Assert.Equal(2, await _drain.CountNoonAsync());
        Assert.Equal((2, 0), (_drain.Ledger.Entries.Single().Stored, _drain.Ledger.Entries.Single().Duplicate));
        Assert.Single(await DirtyAsync());
    }

    [Fact]
    public async Task StoreAsync_InvalidEvent_IsQuarantinedAndTheRestStored()
    {
        await StoreAsync(Message(5, Event(), Builders.EventItem("""{"eventType":"PAGE_VIEW"}"""), Event()));

        Assert.Equal(2, await _drain.CountNoonAsync());
        var refused = _drain.Quarantine.Entries.Single();
        Assert.Equal((QuarantineKind.Event, $"{Producer:N}-6"), (refused.Kind, refused.Id));
        Assert.Equal("""{"eventType":"PAGE_VIEW"}""", refused.Payload);
        Assert.Equal((3, 2, 1), (_drain.Ledger.Entries[0].Count, _drain.Ledger.Entries[0].Stored, _drain.Ledger.Entries[0].Rejected));
    }

    [Fact]
    public async Task StoreAsync_LastWord_ReachesTheLedger()
    {
        var lastWord = new EnvelopeHeader(Producer, 20, 0, Builders.Noon) { Void = [new(10, 20)], IsLast = true };
        var message = Decode(EnvelopeCodec.EncodeHeartbeat(lastWord).Body, "m1");

        await StoreAsync(message);

        var entry = _drain.Ledger.Entries.Single();
        Assert.Equal((Producer, 20, 0, Builders.Noon, true), (entry.Producer, entry.Sequence, entry.Count, entry.ReceivedAt, entry.IsLast));
        Assert.Equal([new SequenceRange(10, 20)], entry.Void);
        Assert.True(message.IsSettled);
    }

    [Fact]
    public async Task StoreAsync_UnreadableMessage_IsQuarantinedWhole()
    {
        await StoreAsync(Decode("not an envelope", "m7"));

        var refused = _drain.Quarantine.Entries.Single();
        Assert.Equal((QuarantineKind.Message, "m7", "not an envelope"), (refused.Kind, refused.Id, refused.Payload));
        Assert.Empty(_drain.Ledger.Entries);
    }

    [Fact]
    public async Task StoreAsync_EnvelopeFromTheEndOfTime_IsQuarantinedWhole()
    {
        var body = EnvelopeCodec.Encode(Producer, 0, DateTimeOffset.MaxValue, [Event()]).Single().Body;

        await StoreAsync(Decode(body, "m8"));

        Assert.Equal((QuarantineKind.Message, "m8"), (_drain.Quarantine.Entries.Single().Kind, _drain.Quarantine.Entries.Single().Id));
    }

    [Fact]
    public async Task StoreAsync_DamagedEnvelopeWithReadableHeader_IsAccountedAsRejected()
    {
        var body = Builders.Body(Producer, 0, Event(), Event());

        await StoreAsync(Decode(body[..^10], "m1"));

        Assert.Equal(QuarantineKind.Message, _drain.Quarantine.Entries.Single().Kind);
        Assert.Equal((2, 2), (_drain.Ledger.Entries.Single().Count, _drain.Ledger.Entries.Single().Rejected));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task StoreAsync_EventsThatTheStoreRefuses_AreIsolatedAndTheRestStored(int poisoned)
    {
        _drain.FaultyRaw.Fault = events =>
            events.Any(item => item.Event.Page == "/poison") ? new PermanentStorageException("too strange") : null;
        var items = Enumerable.Range(0, 64).Select(n => Event(page: n % 20 == 7 && n / 20 < poisoned ? "/poison" : "/home"));

        var message = Message(0, [.. items]);
        await StoreAsync(message);

        Assert.Equal(64 - poisoned, await _drain.CountNoonAsync());
        Assert.Equal(poisoned, _drain.Quarantine.Entries.Count);
        Assert.All(_drain.Quarantine.Entries, entry => Assert.Contains("/poison", entry.Payload, StringComparison.Ordinal));
        Assert.Equal((64 - poisoned, poisoned), (_drain.Ledger.Entries.Single().Stored, _drain.Ledger.Entries.Single().Quarantined));
        Assert.True(message.IsSettled);
    }

    [Fact]
    public async Task StoreAsync_UnknownFailureOfOneEvent_StoresTheRestAndSettlesNothing()
    {
        _drain.FaultyRaw.Fault = events =>
            events.Any(item => item.Event.Page == "/odd") ? new FormatException("surprise") : null;
        var message = Message(0, Event(), Event(page: "/odd"), Event());

        await StoreAsync(message);

        Assert.Equal(2, await _drain.CountNoonAsync());
        Assert.False(message.IsSettled);
        Assert.Empty(_drain.Ledger.Entries);
        Assert.Empty(_drain.Quarantine.Entries);
        Assert.NotEmpty(await DirtyAsync());
    }

    [Fact]
    public async Task StoreAsync_UnknownFailureOnTheLastTry_IsQuarantined()
    {
        _drain.FaultyRaw.Fault = events =>
            events.Any(item => item.Event.Page == "/odd") ? new FormatException("surprise") : null;
        var message = Message(0, Event(), Event(page: "/odd"));

        await _drain.Storer.StoreAsync([message], lastTry: true, Token);

        Assert.True(message.IsSettled);
        Assert.Contains("/odd", _drain.Quarantine.Entries.Single().Payload, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_drain.Ledger.Entries.Single().Stored, _drain.Ledger.Entries.Single().Quarantined));
    }

    [Fact]
    public async Task StoreAsync_StoreThatRefusesEverything_IsNotTriedEventByEvent()
    {
        _drain.FaultyRaw.Fault = _ => new FormatException("broken");

        await StoreAsync(Message(0, [.. Enumerable.Range(0, 1_000).Select(_ => Event())]));

        Assert.InRange(_drain.FaultyRaw.Inserts, 1, 150);
    }

    [Fact]
    public async Task StoreAsync_StoreAway_ThrowsAndSettlesNothing()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;

        await Assert.ThrowsAsync<TransientStorageException>(() => StoreAsync(Message(0, Event())));

        Assert.Empty(_drain.Ledger.Entries);
        Assert.Empty(await DirtyAsync());
    }

    [Fact]
    public async Task StoreAsync_MarkingFails_LeavesTheLedgerUntouched()
    {
        var dirty = new Mock<IDirtySlices>();
        dirty.Setup(port => port.MarkAsync(It.IsAny<IReadOnlyCollection<DateTimeOffset>>(), It.IsAny<DateTimeOffset>(), Token))
            .ThrowsAsync(DrainHarness.Away);
        await Assert.ThrowsAsync<TransientStorageException>(
            () => _drain.StorerOver(dirty.Object).StoreAsync([Message(0, Event())], lastTry: false, Token));

        Assert.Empty(_drain.Ledger.Entries);
    }

    [Fact]
    public async Task StoreAsync_WhatIsInQuarantineOfAMessageCannotBeRead_LeavesItAloneUnsettled()
    {
        var quarantine = new Mock<IQuarantineStore>();
        quarantine.Setup(port => port.FindAsync(It.IsAny<IReadOnlyCollection<string>>(), Token)).ReturnsAsync([]);
        quarantine.Setup(port => port.FindAsync(It.Is<IReadOnlyCollection<string>>(ids => ids.Any(id => id.EndsWith("-1", StringComparison.Ordinal))), Token))
            .ThrowsAsync(new FormatException("damaged"));
        DrainMessage[] messages = [.. Enumerable.Range(0, 3).Select(number => Message(number, Event()))];
        DrainMessage[] redelivered = [.. messages.Select(message => message with { Message = message.Message with { ReceiveCount = 2 } })];

        await _drain.StorerOver(_drain.Dirty, quarantine: quarantine.Object).StoreAsync(redelivered, lastTry: false, Token);

        Assert.Equal([true, false, true], redelivered.Select(message => message.IsSettled));
    }

    [Fact]
    public async Task StoreAsync_LateFirstEventOfASession_MarksTheSliceThatTheSessionLeaves()
    {
        await StoreAsync(Message(0, Event(timestamp: Builders.Noon.AddHours(2))));
        await _drain.Dirty.ClearAsync(await _drain.Dirty.GetOldestAsync(10, Token), Token);

        await StoreAsync(Message(1, Event(timestamp: Builders.Noon)));

        Assert.Equal([Builders.Noon, Builders.Noon.AddHours(2)], await DirtyAsync());
    }

    [Fact]
    public async Task StoreAsync_LaterEventOfASessionThatOnceMoved_MarksItsOwnSliceOnly()
    {
        await StoreAsync(Message(0, Event(timestamp: Builders.Noon.AddHours(2))));
        await StoreAsync(Message(1, Event(timestamp: Builders.Noon)));
        await _drain.Dirty.ClearAsync(await _drain.Dirty.GetOldestAsync(10, Token), Token);

        await StoreAsync(Message(2, Event(timestamp: Builders.Noon.AddHours(3))));

        Assert.Equal([Builders.Noon.AddHours(3)], await DirtyAsync());
    }

    [Fact]
    public async Task StoreAsync_WorkerDiesBeforeItMarksTheSliceThatASessionLeft_TheNextBatchMarksIt()
    {
        await StoreAsync(Message(0, Event(timestamp: Builders.Noon.AddHours(2))));
        await _drain.Dirty.ClearAsync(await _drain.Dirty.GetOldestAsync(10, Token), Token);
        var dies = new Mock<IDirtySlices>();
        dies.Setup(port => port.MarkAsync(It.IsAny<IReadOnlyCollection<DateTimeOffset>>(), It.IsAny<DateTimeOffset>(), Token))
            .ThrowsAsync(DrainHarness.Away);
        await Assert.ThrowsAsync<TransientStorageException>(
            () => _drain.StorerOver(dies.Object).StoreAsync([Message(1, Event(timestamp: Builders.Noon))], lastTry: false, Token));

        await StoreAsync(Message(2, Event(timestamp: Builders.Noon.AddHours(1))));

        Assert.Equal([Builders.Noon.AddHours(1), Builders.Noon.AddHours(2)], await DirtyAsync());
    }

    [Fact]
    public async Task StoreAsync_Profile_ReachesTheUser()
    {
        await StoreAsync(Message(0, Builders.ProfileItem("""{"userId":"ann","fname":"Ann","age":41}""")));

        Assert.Equal(("Ann", 41), ((await _drain.Users.FindAsync("ann", Token))!.Fname, (await _drain.Users.FindAsync("ann", Token))!.Age));
        Assert.Equal(1, _drain.Ledger.Entries.Single().Stored);
    }

    [Fact]
    public async Task StoreAsync_EventsOfManyDays_TakeOneWriteADay()
    {
        await StoreAsync(Message(0, [.. Enumerable.Range(0, 40).Select(n => Event(timestamp: Builders.Noon.AddDays(-(n % 4))))]));

        Assert.Equal(4, _drain.FaultyRaw.Inserts);
    }

    public void Dispose() => _drain.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EnvelopeItem Event(string userId = "u1", string page = "/home", DateTimeOffset? timestamp = null) =>
        Builders.EventItem(Builders.EventJson(Guid.NewGuid(), timestamp, userId, page: page));

    private static DrainMessage Message(long sequence, params EnvelopeItem[] items) =>
        Decode(Builders.Body(Producer, sequence, items), $"m{sequence}");

    private static DrainMessage Decode(string body, string id) =>
        DrainHarness.Decoder.Decode(new QueueMessage(id, id + "/1", body, 1, Builders.Noon));

    private Task StoreAsync(DrainMessage message) => _drain.Storer.StoreAsync([message], lastTry: false, Token);

    private async Task<DateTimeOffset[]> DirtyAsync() =>
        [.. (await _drain.Dirty.GetOldestAsync(100, Token)).Select((DirtySlice slice) => slice.Start).Order()];
}
