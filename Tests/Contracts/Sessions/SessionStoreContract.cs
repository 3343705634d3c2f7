using CsCheck;
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
    public async Task Touch_NewSession_StartsAtItsFirstEventWithoutFormerStarts()
    {
        var store = await CreateAsync();

        var starts = Assert.Single(await store.TouchAsync([Touch("s", "u", 0, 5)], Token));

        Assert.Equal(("s", Noon), (starts.SessionId, starts.Current));
        Assert.Empty(starts.Former);
        Assert.Equal([new Session("s", At(0), At(5))], await FindAsync(store, "u"));
    }

    [Fact]
    public async Task Touch_LaterEvents_ExtendTheSession()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 5)], Token);

        var starts = Assert.Single(await store.TouchAsync([Touch("s", "u", 7, 9)], Token));

        Assert.Equal(Noon, starts.Current);
        Assert.Empty(starts.Former);
        Assert.Equal([new Session("s", At(0), At(9))], await FindAsync(store, "u"));
    }

    [Fact]
    public async Task Touch_EarlierEvents_MoveTheStartAndEveryFormerOneIsTold()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 0)], Token);
        await store.TouchAsync([Touch("s", "u", -5, 0)], Token);
        await store.TouchAsync([Touch("s", "u", -9, -9)], Token);

        var again = Assert.Single(await store.TouchAsync([Touch("s", "u", 0, 0)], Token));

        Assert.Equal(At(-9), again.Current);
        Assert.Equal([At(-5), At(0)], again.Former.Order());
        Assert.Equal([At(-9)], await store.GetStartsAsync(At(-60), At(60), Token));
    }

    [Fact]
    public async Task Touch_Repeated_ChangesNothing()
    {
        var store = await CreateAsync();
        SessionTouch[] touches = [Touch("a", "u", 0, 5), Touch("b", "u", 1, 2)];
        await store.TouchAsync(touches, Token);
        await store.TouchAsync([Touch("a", "u", -1, 0)], Token);
        var before = await FindAsync(store, "u");

        var starts = await store.TouchAsync(touches, Token);

        Assert.Equal(before, await FindAsync(store, "u"));
        Assert.Equal([("a", At(-1), 1), ("b", At(1), 0)], starts.Select(s => (s.SessionId, s.Current, s.Former.Count)).Order());
    }

    [Fact]
    public async Task Touch_SessionTwiceInOneCall_IsAnsweredOnceAndLeavesNoFormerStart()
    {
        var store = await CreateAsync();

        var starts = Assert.Single(await store.TouchAsync([Touch("s", "u", 5, 6), Touch("s", "v", 0, 1)], Token));

        Assert.Equal(Noon, starts.Current);
        Assert.Empty(starts.Former);
    }

    [Fact]
    public async Task Touch_RacingMoves_FormerStartsAndCurrentAreEverythingThatWasEverTold()
    {
        var store = await CreateAsync();

        var told = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => store.TouchAsync([Touch("s", "u", (i * 17 % 40) - 20, 0)], Token), Token)));
        var final = Assert.Single(await store.TouchAsync([Touch("s", "u", 0, 0)], Token));

        Assert.Equal(At(-20), final.Current);
        Assert.Superset(
            told.SelectMany(starts => starts).Select(starts => starts.Current).ToHashSet(),
            final.Former.Append(final.Current).ToHashSet());
        Assert.DoesNotContain(final.Current, final.Former);
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
                // Every run has sessions and users of its own in the one store.
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
                    var expected = list.GroupBy(t => t.SessionId)
                        .Where(s => s.Any(t => t.UserId == user.Key))
                        .Select(s => new Session(s.Key + mark, s.Min(t => t.First), s.Max(t => t.Last)));
                    Assert.Equal(expected.ToHashSet(), (await FindAsync(store, user.Key + mark)).ToHashSet());
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
    public async Task FindByUser_SharedSession_IsFoundForEachOfItsUsers()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 1), Touch("s", "v", 5, 9), Touch("t", "v", 2, 3)], Token);

        Assert.Equal([new Session("s", At(0), At(9))], await FindAsync(store, "u"));
        Assert.Equal(["t", "s"], (await FindAsync(store, "v")).Select(s => s.SessionId));
        Assert.Empty(await FindAsync(store, "nobody"));
    }

    [Fact]
    public async Task FindByUser_Limit_KeepsTheLatestStarts()
    {
        var store = await CreateAsync();
        await store.TouchAsync(Enumerable.Range(0, 9).Select(i => Touch($"s{i}", "u", i * 7 % 9, 60)).ToList(), Token);

        var found = await store.FindByUserAsync("u", null, At(-60), At(60), 3, Token);

        Assert.Equal([At(8), At(7), At(6)], found.Select(s => s.StartedAt));
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
    public async Task FindByUser_IdText_IsMatchedLiterallyIgnoringAsciiCase(string text, string expected)
    {
        var store = await CreateAsync();
        string[] ids = ["a50%b", "a50xb", "x_y", "x*y", "x?y", "x[a]y", "x\\y", "xabcy"];
        await store.TouchAsync(ids.Select(id => Touch(id, "u", 0, 1)).ToList(), Token);

        Assert.Equal([expected], (await store.FindByUserAsync("u", text, At(-1), At(9), 50, Token)).Select(s => s.SessionId));
    }

    [Theory]
    [InlineData(-9, 0, false)]
    [InlineData(-9, 1, true)]
    [InlineData(3, 4, true)]
    [InlineData(5, 9, true)]
    [InlineData(6, 9, false)]
    public async Task FindByUser_Range_FindsSessionsThatOverlapIt(int from, int to, bool found)
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 5)], Token);

        Assert.Equal(found, (await store.FindByUserAsync("u", null, At(from), At(to), 10, Token)).Count == 1);
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
    public async Task Touch_ThenReopen_KeepsSessionsAndFormerStarts()
    {
        var store = await CreateAsync();
        await store.TouchAsync([Touch("s", "u", 0, 5)], Token);
        await store.TouchAsync([Touch("s", "u", -5, 5)], Token);

        var reopened = await CreateAsync();

        Assert.Equal([new Session("s", At(-5), At(5))], await FindAsync(reopened, "u"));
        Assert.Equal([At(0)], Assert.Single(await reopened.TouchAsync([Touch("s", "u", 0, 0)], Token)).Former);
    }

    [Fact]
    public async Task Touch_FirstYear_IsKept()
    {
        var store = await CreateAsync();
        await store.TouchAsync([new SessionTouch("s", "u", DateTimeOffset.MinValue, Noon)], Token);

        Assert.Equal([DateTimeOffset.MinValue], await store.GetStartsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Token));
    }

    private static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    private static SessionTouch Touch(string session, string user, int first, int last) => new(session, user, At(first), At(last));

    private static Task<IReadOnlyList<Session>> FindAsync(ISessionStore store, string user) =>
        store.FindByUserAsync(user, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 50, Token);
}
