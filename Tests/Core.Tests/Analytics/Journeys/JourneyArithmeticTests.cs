using System.Text;
using CsCheck;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Ingestion.Events;
using Xunit;

namespace Pipeline.Core.Tests.Analytics.Journeys;

public sealed class JourneyArithmeticTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 11, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void OfSession_NextEventOnAnotherPage_EndsTheTimeOnThePage()
    {
        var session = OfSession(60, At(0, "/a"), At(5, "/a"), At(12.5, "/b"), At(30, "/a"));

        Assert.Equal([12.5, 7.5, 17.5, 30], session.Events.Select(e => e.TimeSpentOnPage));
        Assert.Equal(60, session.TotalTimeSpent);
        Assert.Equal(2, session.TotalDistinctPages);
        Assert.Equal(4, session.TotalEvents);
    }

    [Fact]
    public void OfSession_SinglePage_LastsUntilTheLastActivity() =>
        Assert.Equal([60, 50], OfSession(60, At(0, "/a"), At(10, "/a")).Events.Select(e => e.TimeSpentOnPage));

    [Fact]
    public void OfSession_EventAfterTheKnownLastActivity_IsNotNegative() =>
        Assert.Equal([0], OfSession(5, At(10, "/a")).Events.Select(e => e.TimeSpentOnPage));

    [Fact]
    public void OfSession_NoEvents_KeepsTheSession()
    {
        var session = OfSession(5);

        Assert.Equal(("s", Start, Start.AddSeconds(5), 0, 5d), (session.SessionId, session.StartedAt, session.EndedAt, session.TotalEvents,
            session.TotalTimeSpent));
    }

    [Fact]
    public void OfSession_AnyTimesAndPages_AgreesWithTheDefinition() =>
        Gen.Select(Gen.Int[0, 100], Gen.Char["ab"]).List[0, 12].Sample(steps =>
        {
            Event[] events = [.. steps.OrderBy(step => step.Item1).Select(step => At(step.Item1, $"/{step.Item2}"))];
            var session = OfSession(50, events);
            Assert.Equal(events.Select((e, i) => ByDefinition(e, events[(i + 1)..])), session.Events.Select(e => e.TimeSpentOnPage));
        });

    [Fact]
    public void OfSession_Orders_SumsTheirNumbersOnly()
    {
        var session = OfSession(
            60,
            Order("""{"amount":10.10,"quantity":2}"""),
            Order("""{"amount":0.20,"quantity":"3"}"""),
            Order("""{"amount":1e400,"amount":1e16}"""),
            Order(""),
            At(9, "/cart", EventTypes.AddToCart, """{"amount":99,"quantity":9}"""));

        Assert.True(session.HasOrderPlaced);
        Assert.Equal((10.30m, 2m), (session.TotalPurchaseAmount, session.TotalPurchaseQuantity));
    }

    [Fact]
    public void Totals_Sessions_AddsThemUp()
    {
        var totals = new JourneyTotals();
        totals.Add(OfSession(9, Order("""{"amount":5,"quantity":1}"""), At(3, "/a")));
        totals.Add(OfSession(9));
        totals.Add(OfSession(9, At(0, "/a")));

        var user = totals.ToUser([], null, []);

        Assert.Equal((3, 5m, 1m, 3, 1, 33.33m), (user.TotalEvents, user.TotalPurchaseAmount, user.TotalPurchaseQuantity,
            user.TotalSessions, user.OrderPlacedSessions, user.ConversionRate));
        Assert.Null(user.Notes);
    }

    [Fact]
    public void Totals_NoSessions_ConvertNone() => Assert.Equal(0, new JourneyTotals().ToUser([], null, []).ConversionRate);

    private static double ByDefinition(Event e, Event[] later)
    {
        var left = later.FirstOrDefault(next => next.Page != e.Page)?.Timestamp ?? Start.AddSeconds(50);
        return Math.Max(0, (left - e.Timestamp).TotalSeconds);
    }

    private static SessionJourney OfSession(double lastActivity, params Event[] events) =>
        JourneyArithmetic.OfSession(new("s", Start, Start.AddSeconds(lastActivity)), events, Start.AddDays(1));

    private static Event Order(string metadata) => At(2, "/checkout", EventTypes.OrderPlaced, metadata);

    private static Event At(double seconds, string page, string type = EventTypes.PageView, string metadata = "") =>
        new(Guid.Empty, Start.AddSeconds(seconds), "u", "s", type, page, Encoding.UTF8.GetBytes(metadata));
}
