using Microsoft.Extensions.Logging;
using Moq;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Rollups;
using Pipeline.Core.Storing;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

/// <summary>Failures after the raw store are narrowed down to the item, and affect no other.</summary>
public sealed class ProjectionWriterTests : IDisposable
{
    private const string Poison = "poison";

    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);

    private readonly DrainHarness _drain = new();

    [Fact]
    public async Task Write_SessionOfOneEventIsRefused_EventIsStoredMarkedAndInQuarantineOnce()
    {
        var storer = _drain.StorerOver(_drain.Dirty, SessionsThatFail(new PermanentStorageException("too odd")));
        var (mixed, other) = (Message(0, Event("fine"), Event(Poison), Event("fine")), Message(3, Event("other")));

        await storer.StoreAsync([mixed, other], lastTry: false, Token);

        await AssertStoredWithoutAsync("sessions", mixed, other);
        Assert.Equal(["fine", "other"], (await _drain.Sessions.FindVisitsAsync(
            "u1", null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Token)).Select(visit => visit.Session.SessionId).Order());
    }

    [Fact]
    public async Task Write_UserOfOneEventIsRefused_EventIsStoredMarkedAndInQuarantineOnce()
    {
        var storer = _drain.StorerOver(_drain.Dirty, users: UsersThatFail(new PermanentStorageException("too odd")));
        var (mixed, other) = (Message(0, Event("s1"), Event("s2", userId: Poison), Event("s3")), Message(3, Event("other")));

        await storer.StoreAsync([mixed, other], lastTry: false, Token);

        await AssertStoredWithoutAsync("users", mixed, other);
    }

    [Fact]
    public async Task Write_UnknownFailureOfOneSession_KeepsItsMessageAloneAndTheLastTryStoresIt()
    {
        var storer = _drain.StorerOver(_drain.Dirty, SessionsThatFail(new FormatException("surprise")));
        var (mixed, other) = (Message(0, Event("fine"), Event(Poison), Event("fine")), Message(3, Event("other")));

        await storer.StoreAsync([mixed, other], lastTry: false, Token);

        Assert.Equal((false, true), (mixed.IsSettled, other.IsSettled));
        Assert.Empty(_drain.Quarantine.Entries);

        var again = Decode(mixed.Message.Body, "m0");
        await storer.StoreAsync([again], lastTry: true, Token);

        await AssertStoredWithoutAsync("sessions", again, other);
    }

    [Fact]
    public async Task Write_MarkOfOneSliceIsRefused_EventIsStoredAndInQuarantineOnce()
    {
        var odd = Builders.Noon.AddHours(2);
        var dirty = new Mock<IDirtySlices>();
        dirty.Setup(port => port.MarkAsync(It.IsAny<IReadOnlyCollection<DateTimeOffset>>(), It.IsAny<DateTimeOffset>(), Token))
            .Returns((IReadOnlyCollection<DateTimeOffset> slices, DateTimeOffset receivedAt, CancellationToken token) =>
                slices.Contains(odd)
                    ? Task.FromException(new PermanentStorageException("too odd"))
                    : _drain.Dirty.MarkAsync(slices, receivedAt, token));
        var (mixed, other) = (Message(0, Event("s1"), Event("s2", timestamp: odd), Event("s3")), Message(3, Event("other")));

        await _drain.StorerOver(dirty.Object).StoreAsync([mixed, other], lastTry: false, Token);

        await AssertStoredWithoutAsync("marks", mixed, other);
    }

    [Fact]
    public async Task Write_ProfileIsRefused_OtherProfilesAndEventsAreStored()
    {
        var storer = _drain.StorerOver(_drain.Dirty, users: UsersThatFail(new PermanentStorageException("too odd")));
        var message = Message(
            0, Event("s1"), Builders.ProfileItem("""{"userId":"ann","age":41}"""), Builders.ProfileItem("""{"userId":"poison","age":1}"""));

        await storer.StoreAsync([message], lastTry: false, Token);

        Assert.Equal(41, (await _drain.Users.FindAsync("ann", Token))!.Age);
        Assert.Equal((2, 1), (_drain.Ledger.Entries.Single().Stored, _drain.Ledger.Entries.Single().Quarantined));
    }

    [Fact]
    public async Task Write_SameRefusalAgain_IsLoggedOnceWithProducerAndSequences()
    {
        var storer = _drain.StorerOver(_drain.Dirty, SessionsThatFail(new PermanentStorageException("too odd")));
        var message = Message(5, Event(Poison), Event("fine"), Event(Poison), Event(Poison));
        await storer.StoreAsync([message], lastTry: false, Token);

        await storer.StoreAsync([Decode(message.Message.Body, "m5")], lastTry: false, Token);

        var (level, _, values) = Assert.Single(_drain.SettlementLog.Messages);
        Assert.Equal((LogLevel.Warning, 3, $"{Producer:N} 5, {Producer:N} 7 to 8"), (level, values["Count"], values["Sequences"]));
    }

    public void Dispose() => _drain.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static EnvelopeItem Event(string sessionId, string userId = "u1", DateTimeOffset? timestamp = null) =>
        Builders.EventItem(Builders.EventJson(Guid.NewGuid(), timestamp, userId, sessionId));

    private static DrainMessage Message(long sequence, params EnvelopeItem[] items) =>
        Decode(Builders.Body(Producer, sequence, items), $"m{sequence}");

    private static DrainMessage Decode(string body, string id) =>
        DrainHarness.Decoder.Decode(new QueueMessage(id, id + "/1", body, 1, Builders.Noon));

    /// <summary>Both messages are settled, their four events stored, marked and booked as such; one of them is in quarantine too.</summary>
    private async Task AssertStoredWithoutAsync(string projection, DrainMessage mixed, DrainMessage other)
    {
        Assert.Equal((true, true), (mixed.IsSettled, other.IsSettled));
        Assert.Equal(4, await _drain.Raw.CountAsync(DateOnly.FromDateTime(Builders.Noon.UtcDateTime), Token));
        Assert.Equal((4, 0, 0), (
            _drain.Ledger.Entries.Sum(entry => entry.Stored),
            _drain.Ledger.Entries.Sum(entry => entry.Quarantined),
            _drain.Ledger.Entries.Sum(entry => entry.Rejected)));
        var entry = Assert.Single(_drain.Quarantine.Entries);
        Assert.Equal(($"{Producer:N}-1", "incomplete." + projection), (entry.Id, entry.Reason));
        Assert.Contains(Builders.Noon, (await _drain.Dirty.GetOldestAsync(10, Token)).Select(slice => slice.Start));
    }

    private ISessionStore SessionsThatFail(Exception failure)
    {
        var sessions = new Mock<ISessionStore>();
        sessions.Setup(port => port.TouchAsync(It.IsAny<IReadOnlyCollection<VisitTouch>>(), Token))
            .Returns((IReadOnlyCollection<VisitTouch> touches, CancellationToken token) =>
                touches.Any(touch => touch.SessionId == Poison)
                    ? Task.FromException<IReadOnlyList<SessionMove>>(failure)
                    : _drain.Sessions.TouchAsync(touches, token));
        return sessions.Object;
    }

    private IUserStore UsersThatFail(Exception failure)
    {
        var users = new Mock<IUserStore>();
        users.Setup(port => port.GetNumbersAsync(It.IsAny<IReadOnlyCollection<string>>(), Token))
            .Returns((IReadOnlyCollection<string> ids, CancellationToken token) =>
                ids.Contains(Poison)
                    ? Task.FromException<IReadOnlyDictionary<string, int>>(failure)
                    : _drain.Users.GetNumbersAsync(ids, token));
        users.Setup(port => port.PutProfilesAsync(It.IsAny<IReadOnlyCollection<ProfileUpdate>>(), Token))
            .Returns((IReadOnlyCollection<ProfileUpdate> profiles, CancellationToken token) =>
                profiles.Any(profile => profile.Profile.UserId == Poison)
                    ? Task.FromException(failure)
                    : _drain.Users.PutProfilesAsync(profiles, token));
        return users.Object;
    }
}
