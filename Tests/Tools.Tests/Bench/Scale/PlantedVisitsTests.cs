using Pipeline.Tools.Bench;
using Pipeline.Tools.Bench.Scale;
using Xunit;

namespace Pipeline.Tools.Tests.Bench.Scale;

public sealed class PlantedVisitsTests
{
    private static readonly DateTimeOffset From = new(2025, 3, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddDays(90);

    [Fact]
    public void TryNext_AllOfThem_AreTheSessionsOfEachUserInTheOrderOfTime()
    {
        var visits = new PlantedVisits(From, To);
        var events = Take(visits, To).ToList();

        Assert.Equal(events.OrderBy(item => item.Timestamp), events);
        Assert.Equal(PlantedVisits.Events, events.Count);
        Assert.Equal((events.DistinctBy(item => item.UserId).Count(), events.DistinctBy(item => item.SessionId).Count()), (visits.Users, visits.Sessions));
        Assert.Equal(PlantedVisits.BriefUsers.Concat(PlantedVisits.LongUsers).Order(), events.Select(item => item.UserId).Distinct().Order());
        Assert.All(events.GroupBy(item => item.UserId), user =>
            Assert.Equal(
                Enumerable.Repeat(PlantedVisits.EventsPerSession, PlantedVisits.SessionsPerUser),
                user.CountBy(item => item.SessionId).Select(session => session.Value)));
        Assert.InRange(events[^1].Timestamp, To.AddDays(-1), To);
    }

    [Fact]
    public void TryNext_LengthOfSessions_IsMinutesOrWeeks()
    {
        var lengths = Take(new PlantedVisits(From, To), To)
            .GroupBy(item => (item.UserId, item.SessionId), item => item.Timestamp)
            .ToLookup(session => PlantedVisits.LongUsers.Contains(session.Key.UserId), session => session.Max() - session.Min());

        Assert.All(lengths[false], length => Assert.Equal(5, length.TotalMinutes, tolerance: 0.01));
        Assert.All(lengths[true], length => Assert.Equal(19, length.TotalDays, tolerance: 0.01));
    }

    [Fact]
    public void TryNext_BeforeAnEventIsDue_HasNone()
    {
        var visits = new PlantedVisits(From, To);

        var due = Take(visits, From).ToList();

        Assert.Equal(2 * PlantedVisits.UsersOfEachKind, due.Count);
        Assert.All(due, item => Assert.Equal(From, item.Timestamp));
    }

    private static IEnumerable<BenchEvent> Take(PlantedVisits visits, DateTimeOffset now)
    {
        while (visits.TryNext(now, out var item))
        {
            yield return item;
        }
    }
}
