using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Analytics.Journeys;

public sealed class SessionReaderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemorySessionStore _sessions = new();
    private readonly EventStores _stores = new(new InMemoryRawStore(), new FakeTimeProvider(Start.AddDays(60)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_VisitsOfOpenAndArchivedDays_HaveTheDevicesOfTheirFirstEvents()
    {
        await StoreAsync(("old", 1, "mobile"), ("old", 2, "desktop"), ("new", 30, "tablet"));
        await _stores.Archiver().RunAsync(new DateOnly(2026, 3, 10), Token);

        var list = await new SessionReader(new WithoutReferences(_sessions, Start.AddDays(1)), _stores.History())
            .ReadAsync("u", "", new VisitWindow(10, null), Token);

        Assert.Equal(
            [("new", "tablet"), ("old", "mobile")], list.Visits.Select(shown => (shown.Visit.Session.SessionId, shown.Device.Device!)));
    }

    private async Task StoreAsync(params (string Session, double Hours, string Device)[] events)
    {
        foreach (var day in events
            .Select(e => new Event(
                Guid.NewGuid(), Start.AddHours(e.Hours), "u", e.Session, EventTypes.PageView, "/p",
                Encoding.UTF8.GetBytes($$"""{"device":"{{e.Device}}"}""")))
            .GroupBy(e => e.UtcDay))
        {
            await _stores.Raw.InsertAsync(day.Key, [.. day.Select(e => new RawEvent(e, 0))], Token);
            await _sessions.TouchAsync(VisitTouch.Of(day), Token);
        }
    }
}
