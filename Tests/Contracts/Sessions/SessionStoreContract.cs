using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Contracts.Sessions;

/// <summary>What <see cref="ISessionStore"/> promises, whatever lies behind it.</summary>
public abstract class SessionStoreContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens the store on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<ISessionStore> CreateAsync();

    [Fact]
    public async Task Touch_NewSession_StartsAtItsFirstEventAndMovesNothing()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.TouchAsync([Touch("s", "u", 0, 5)], Token));

        Assert.Equal([Visit("s", "u", 0, 5)], await FindAsync(store, "u"));
    }

    [Fact]
    public async Task Touch_LaterEvents_ExtendTheSession()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 5)], Token);

        Assert.Empty(await store.TouchAsync([Touch("s", "u", 7, 9)], Token));

        Assert.Equal([Visit("s", "u", 0, 9)], await FindAsync(store, "u"));
    }

    [Fact]
    public async Task Touch_EarlierEvents_MoveTheStartAndEveryMoveIsToldUntilConfirmed()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 0)], Token);
        await store.TouchAsync([Touch("s", "u", -5, 0)], Token);
        await store.TouchAsync([Touch("s", "u", -9, -9)], Token);

        // By the next caller, with another session or none at all: the one that moved it may be dead.
        var moves = await store.TouchAsync([Touch("t", "v", 0, 0)], Token);

        Assert.Equal([Move("s", -5), Move("s", 0)], moves.OrderBy(move => move.FormerStart));
        Assert.Equal([At(-9), At(0)], await store.GetStartsAsync(At(-60), At(60), Token));
    }

    [Fact]
    public async Task Confirm_Moves_ForgetsThoseAlone()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 0), Touch("t", "u", 1, 1)], Token);
        await store.TouchAsync([Touch("s", "u", -5, -5), Touch("t", "u", -6, -6)], Token);
        await store.TouchAsync([Touch("s", "u", -9, -9)], Token);

        await store.ConfirmAsync([Move("s", 0), Move("t", 1), Move("unknown", 3)], Token);
        await store.ConfirmAsync([Move("s", 0)], Token);

        Assert.Equal([Move("s", -5)], await store.TouchAsync([Touch("s", "u", 0, 0)], Token));
    }

    [Fact]
    public async Task Touch_MoveAfterAConfirmedOne_IsToldAlone()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 0)], Token);
        await store.ConfirmAsync(await store.TouchAsync([Touch("s", "u", -5, -5)], Token), Token);

        Assert.Equal([Move("s", -5)], await store.TouchAsync([Touch("s", "u", -7, -7)], Token));
    }

    [Fact]
    public async Task Touch_Repeated_ChangesNothing()
    {
        var store = await CreateAsync();
        VisitTouch[] touches = [Touch("a", "u", 0, 5), Touch("b", "u", 1, 2)];
        await store.TouchAsync(touches, Token);
        await store.TouchAsync([Touch("a", "u", -1, 0)], Token);
        var before = await FindAsync(store, "u");

        var moves = await store.TouchAsync(touches, Token);

        Assert.Equal(before, await FindAsync(store, "u"));
        Assert.Equal([Move("a", 0)], moves);
    }

    [Fact]
    public async Task Touch_SessionTwiceInOneCall_MovesNothing()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.TouchAsync([Touch("s", "u", 5, 6), Touch("s", "v", 0, 1)], Token));

        Assert.Equal([At(0)], await store.GetStartsAsync(At(-60), At(60), Token));
    }

    [Fact]
    public async Task Touch_RacingMoves_EveryStartThatWasEverStoredIsTold()
    {
        var store = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => store.TouchAsync([Touch("s", "u", (i * 17 % 40) - 20, 30)], Token), Token)));
        var moves = await store.TouchAsync([Touch("s", "u", -21, 30)], Token);

        // Those that came after an earlier one were never stored, but the last start before this one surely was.
        Assert.Contains(Move("s", -20), moves);
        Assert.DoesNotContain(Move("s", -21), moves);
        Assert.Equal(moves.Count, moves.Distinct().Count());
        Assert.Equal([At(-21)], await store.GetStartsAsync(At(-60), At(60), Token));
    }

    [Fact]
    public async Task Touch_AnyOrder_EndsWithTheSameSessions()
    {
        var touches = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[-50, 50], Gen.Int[0, 20])
            .Select(t => Touch($"s{t.Item1}", $"u{t.Item2}", t.Item3, t.Item3 + t.Item4));
        var run = 0;
        await touches.List[1, 12].SampleAsync(
            async list =>
            {
                // Every run has its own sessions and users in the one store.
                var store = await CreateAsync();
                var mark = $"-{run++}";
                foreach (var touch in list)
                {
                    await store.TouchAsync([touch with { SessionId = touch.SessionId + mark, UserId = touch.UserId + mark }], Token);
                }

                var activity = await store.GetActivityAsync(list.Select(t => t.UserId + mark).Distinct().ToList(), Token);
                foreach (var user in list.GroupBy(t => t.UserId))
                {
                    Assert.Equal(new UserActivity(user.Min(t => t.First), user.Max(t => t.Last)), activity[user.Key + mark]);
                    var expected =
                        from own in user.GroupBy(t => t.SessionId)
                        let all = list.Where(t => t.SessionId == own.Key).ToList()
                        select new Visit(
                            new Session(own.Key + mark, all.Min(t => t.First), all.Max(t => t.Last)),
                            user.Key + mark,
                            own.Min(t => t.First),
                            own.Max(t => t.Last));
                    var found = await FindAsync(store, user.Key + mark);
                    Assert.Equal(expected.ToHashSet(), found.ToHashSet());
                    var keys = await FindKeysAsync(store, found);
                    Assert.All(found.Zip(keys), visit => Assert.Equal(
                        user.Where(t => t.SessionId + mark == visit.First.Session.SessionId).SelectMany(t => t.Keys).Distinct().Order(),
                        visit.Second));
                }
            },
            iter: 15,
            threads: 1);
    }

    [Fact]
    public async Task GetStarts_Range_IsHalfOpenAscendingOnePerSession()
    {
        var store = await CreateAsync();
        await store.TouchAsync(
            [Touch("d", "u", 10, 99), Touch("b", "u", 0, 1), Touch("c", "v", 0, 1), Touch("a", "u", -1, 50), Touch("e", "u", 9, 9)], Token);

        Assert.Equal([At(0), At(0), At(9)], await store.GetStartsAsync(At(0), At(10), Token));
        Assert.Empty(await store.GetStartsAsync(At(9).AddTicks(1), At(10), Token));
    }

    [Fact]
    public async Task FindVisits_SharedSession_IsEachUsersOwnPartOfIt()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 1), Touch("s", "v", 5, 9), Touch("t", "v", 2, 3)], Token);

        var session = new Session("s", At(0), At(9));
        Assert.Equal([new Visit(session, "u", At(0), At(1))], await FindAsync(store, "u"));
        Assert.Equal([new Visit(session, "v", At(5), At(9)), Visit("t", "v", 2, 3)], await FindAsync(store, "v"));
        Assert.Empty(await FindAsync(store, "nobody"));
    }

    [Fact]
    public async Task FindVisits_Limit_KeepsTheLatestFirstEvents()
    {
        var store = await CreateAsync();
        await store.TouchAsync(
            [Touch("other", "v", -50, 60), .. Enumerable.Range(0, 9).Select(i => Touch($"s{i}", "u", i * 7 % 9, 60))], Token);

        var found = await store.FindVisitsAsync("u", null, At(-60), At(60), 3, Token);

        Assert.Equal([At(8), At(7), At(6)], found.Select(visit => visit.First));
    }

    [Fact]
    public async Task FindVisits_UserIdThatManyShare_LooksAtTheLatestOnly()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("old", "null", -9, -1)], Token);
        await store.TouchAsync([.. Enumerable.Range(0, ISessionStore.MaxVisitsExamined).Select(i => Touch($"s{i:00000}", "null", 0, 1))], Token);

        Assert.Equal("s00000", Assert.Single(await store.FindVisitsAsync("null", null, At(-60), At(60), 1, Token)).Session.SessionId);
        Assert.Empty(await store.FindVisitsAsync("null", "old", At(-60), At(60), 5, Token));
        Assert.Equal("old", Assert.Single(await store.FindVisitsAsync("null", "old", At(-60), At(-1), 5, Token)).Session.SessionId);
        Assert.Equal(new UserActivity(At(-9), At(1)), (await store.GetActivityAsync(["null"], Token))["null"]);
    }

    [Theory]
    [InlineData("50%", "a50%b")]
    [InlineData("_", "x_y")]
    [InlineData("*", "x*y")]
    [InlineData("?", "x?y")]
    [InlineData("[a]", "x[a]y")]
    [InlineData("\\", "x\\y")]
    [InlineData("ABC", "xabcy")]
    [InlineData("aBc", "xabcy")]
    public async Task FindVisits_IdText_IsMatchedLiterallyIgnoringAsciiCase(string text, string expected)
    {
        var store = await CreateAsync();
        string[] ids = ["a50%b", "a50xb", "x_y", "x*y", "x?y", "x[a]y", "x\\y", "xabcy"];
        await store.TouchAsync(ids.Select(id => Touch(id, "u", 0, 1)).ToList(), Token);

        Assert.Equal([expected], (await store.FindVisitsAsync("u", text, At(-1), At(9), 50, Token)).Select(visit => visit.Session.SessionId));
    }

    [Theory]
    [InlineData(-9, 0, false)]
    [InlineData(-9, 1, true)]
    [InlineData(3, 4, true)]
    [InlineData(5, 9, true)]
    [InlineData(6, 9, false)]
    public async Task FindVisits_Range_FindsVisitsThatOverlapIt(int from, int to, bool found)
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 5), Touch("s", "v", -30, 30)], Token);

        Assert.Equal(found, (await store.FindVisitsAsync("u", null, At(from), At(to), 10, Token)).Count == 1);
    }

    [Fact]
    public async Task FindKeys_ManyTouches_AreEachVisitsOwnInOrder()
    {
        var store = await CreateAsync();
        var (mine, theirs) = (Keys(At(0), 500), Keys(At(1), 60));
        foreach (var chunk in mine.OrderBy(key => key.EventId).Chunk(70))
        {
            await store.TouchAsync([new VisitTouch("s", "u", [.. chunk.Order()]), new VisitTouch("t", "u", [chunk[0]])], Token);
        }

        await store.TouchAsync([new VisitTouch("s", "v", theirs)], Token);

        Assert.Equal(mine, Assert.Single(await FindKeysAsync(store, [Visit("s", "u", 0, 9)])));
        Assert.Equal([theirs, mine], await FindKeysAsync(store, [Visit("s", "v", 0, 9), Visit("s", "u", 0, 9)]));
        Assert.Empty(Assert.Single(await FindKeysAsync(store, [Visit("s", "nobody", 0, 9)])));
    }

    [Fact]
    public async Task FindKeys_Redelivered_ComeOnce()
    {
        var store = await CreateAsync();
        var keys = Keys(At(0), 300);
        await store.TouchAsync([new VisitTouch("s", "u", keys)], Token);
        await store.TouchAsync([new VisitTouch("s", "u", keys)], Token);
        await store.TouchAsync([new VisitTouch("s", "u", [.. keys.Skip(30).Take(100)])], Token);

        Assert.Equal(keys, Assert.Single(await FindKeysAsync(store, [Visit("s", "u", 0, 9)])));
    }

    [Fact]
    public async Task FindKeys_SeveralDaysInAnyOrder_AreComplete()
    {
        var store = await CreateAsync();
        int[] days = [0, 5, 2, 5, -3, 2, 0, 6];
        var keys = days.SelectMany((day, i) => Keys(At(i).AddDays(day), 3)).ToList();
        foreach (var some in keys.Chunk(3))
        {
            await store.TouchAsync([new VisitTouch("s", "u", some)], Token);
        }

        var visits = await FindAsync(store, "u");

        Assert.Equal(keys.Order(), Assert.Single(await FindKeysAsync(store, visits)));
        Assert.Equal(
            keys.Where(key => key.Timestamp >= At(0) && key.Timestamp < At(0).AddDays(3)).Order(),
            Assert.Single(await store.FindKeysAsync(visits, At(0), At(0).AddDays(3), 100, Token)));
    }

    [Fact]
    public async Task FindKeys_Bounds_IncludeFromAndExcludeTo()
    {
        var store = await CreateAsync();
        EventKey[] keys = [.. Enumerable.Range(0, 5).Select(i => new EventKey(At(0).AddMilliseconds(i), Guid.NewGuid()))];
        await store.TouchAsync([new VisitTouch("s", "u", keys)], Token);

        var found = await store.FindKeysAsync([Visit("s", "u", 0, 1)], At(0).AddMilliseconds(1), At(0).AddMilliseconds(3), 9, Token);

        Assert.Equal(keys[1..3], Assert.Single(found));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public async Task FindKeys_Limit_KeepsEachVisitsEarliest(int limit)
    {
        var store = await CreateAsync();
        var many = Keys(At(0), 60_000);
        var few = Keys(At(0), 2);
        await store.TouchAsync([new VisitTouch("s", "u", [.. many.Skip(20_000)]), new VisitTouch("t", "u", few)], Token);
        await store.TouchAsync([new VisitTouch("s", "u", [.. many.Take(20_000)])], Token);

        var found = await store.FindKeysAsync([Visit("s", "u", 0, 60), Visit("t", "u", 0, 60)], At(-1), At(99), limit, Token);

        Assert.Equal([many.Take(limit), few.Take(limit)], found);
    }

    [Fact]
    public async Task FindKeys_EndsOfTime_Work()
    {
        var store = await CreateAsync();
        EventKey[] keys =
            [new(DateTimeOffset.MinValue, Guid.NewGuid()), new(At(0), Guid.NewGuid()), new(DateTimeOffset.MaxValue.AddTicks(-9_999), Guid.NewGuid())];
        foreach (var key in keys)
        {
            await store.TouchAsync([new VisitTouch("s", "u", [key])], Token);
        }

        Assert.Equal(keys, Assert.Single(await FindKeysAsync(store, await FindAsync(store, "u"))));
    }

    [Fact]
    public async Task GetActivity_SeveralUsers_CountsOnlyTheirOwnEvents()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 1), Touch("s", "v", 5, 9), Touch("t", "u", -3, -2)], Token);

        var activity = await store.GetActivityAsync(["u", "v", "nobody"], Token);

        Assert.Equal(2, activity.Count);
        Assert.Equal(new UserActivity(At(-3), At(1)), activity["u"]);
        Assert.Equal(new UserActivity(At(5), At(9)), activity["v"]);
    }

    [Fact]
    public async Task Touch_ThenReopen_KeepsVisitsKeysAndMoves()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 5)], Token);
        await store.TouchAsync([Touch("s", "u", -5, 5)], Token);
        var keys = Assert.Single(await FindKeysAsync(store, [Visit("s", "u", -5, 5)]));

        var reopened = await CreateAsync();

        Assert.Equal([Visit("s", "u", -5, 5)], await FindAsync(reopened, "u"));
        Assert.Equal(keys, Assert.Single(await FindKeysAsync(reopened, [Visit("s", "u", -5, 5)])));
        Assert.Equal([Move("s", 0)], await reopened.TouchAsync([Touch("s", "u", 0, 0)], Token));
    }

    [Fact]
    public async Task Touch_FirstYear_IsKept()
    {
        var store = await CreateAsync();
        await store.TouchAsync([new VisitTouch("s", "u", [new(DateTimeOffset.MinValue, Guid.NewGuid()), new(Noon, Guid.NewGuid())])], Token);

        Assert.Equal([DateTimeOffset.MinValue], await store.GetStartsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
    }

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    private static VisitTouch Touch(string session, string user, int first, int last) =>
        new(session, user, [new(At(first), Guid.NewGuid()), new(At(last), Guid.AllBitsSet)]);

    private static SessionMove Move(string session, int formerStart) => new(session, At(formerStart));

    /// <summary>The only visit of its session.</summary>
    private static Visit Visit(string session, string user, int first, int last) =>
        new(new Session(session, At(first), At(last)), user, At(first), At(last));

    /// <summary>One key a millisecond.</summary>
    private static EventKey[] Keys(DateTimeOffset first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new EventKey(first.AddMilliseconds(i), Guid.NewGuid()))];

    private static Task<IReadOnlyList<Visit>> FindAsync(ISessionStore store, string user) =>
        store.FindVisitsAsync(user, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 50, Token);

    private static Task<IReadOnlyList<IReadOnlyList<EventKey>>> FindKeysAsync(ISessionStore store, IReadOnlyList<Visit> visits) =>
        store.FindKeysAsync(visits, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 100_000, Token);
}
