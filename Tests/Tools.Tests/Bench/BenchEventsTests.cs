using Pipeline.Core.Ingestion.Events;
using Pipeline.Tools.Bench;
using Xunit;

namespace Pipeline.Tools.Tests.Bench;

public sealed class BenchEventsTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 18, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_AnyEvent_IsOneThatIngestTakes()
    {
        var events = new BenchEvents(Start, eventsPerSecond: 100);

        Assert.All(events.Take(1_000), json => Assert.True(EventReader.TryRead(json, Start.AddDays(1), TimeSpan.FromDays(2), out _, out _)));
    }

    [Fact]
    public void Next_SameArguments_GivesTheSameEvents() =>
        Assert.Equal(new BenchEvents(Start, eventsPerSecond: 100).Take(1_000), new BenchEvents(Start, eventsPerSecond: 100).Take(1_000));

    [Fact]
    public void NextEvent_Times_FollowTheRateUpToTheSkew()
    {
        var events = new BenchEvents(Start, eventsPerSecond: 2);

        Assert.All(Enumerable.Range(0, 1_000), number =>
            Assert.InRange(Start.AddSeconds(number / 2.0) - events.NextEvent().Timestamp, TimeSpan.Zero, BenchEvents.MaxSkew));
    }

    [Fact]
    public void NextEvent_LargeShop_CountsUsersAndSessions()
    {
        var events = new BenchEvents(BenchShop.Large, Start, eventsPerSecond: 2);
        var made = Enumerable.Range(0, 20_000).Select(_ => events.NextEvent()).ToList();

        Assert.Equal(made.DistinctBy(item => item.SessionId).Count(), events.Sessions);
        Assert.Equal(made.DistinctBy(item => item.UserId).Count(), events.Users);
        // As many as make a million users of 10 million events.
        Assert.InRange(events.Users, 1_850, 2_150);
    }

    [Fact]
    public void ToJson_EveryField_IsWhereIngestExpectsIt()
    {
        var item = new BenchEvent(Guid.Parse("0197a0ee-5f6c-7c3e-9d0b-0c6f3f6f0001"), "ann", "s1", EventTypes.AddToCart, "/p", Start)
        {
            Device = "mobile",
            Product = new BenchProduct("100", "Kettle", 12.5m, 2),
            Query = "tea",
            ResultCount = 0,
            Amount = 99.95m,
        };

        Assert.Equal(
            """
            {"eventId":"0197a0ee-5f6c-7c3e-9d0b-0c6f3f6f0001","userId":"ann","sessionId":"s1","eventType":"ADD_TO_CART","page":"/p",
            "timestamp":"2025-06-18T12:00:00.000Z","metadata":{"device":"mobile","browser":"firefox","query":"tea","resultCount":0,
            "amount":99.95,"productId":"100","productName":"Kettle","price":12.5,"quantity":2}}
            """.ReplaceLineEndings(""),
            System.Text.Encoding.UTF8.GetString(item.ToJson()));
    }
}
