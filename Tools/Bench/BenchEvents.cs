using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Tools.Bench;

/// <summary>
/// An endless stream of events like those a shop sends: about 290 bytes each, a little out of order. The same arguments give the same
/// events. Not safe for concurrent use.
/// </summary>
internal sealed class BenchEvents
{
    /// <summary>How much earlier an event may be than one that came before it.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(2);

    private static readonly string[] Types =
    [
        EventTypes.PageView, EventTypes.PageView, EventTypes.PageView, EventTypes.Search, EventTypes.ScrollDepth, EventTypes.AddToCart,
    ];

    private static readonly string[] Devices = ["mobile", "desktop", "tablet"];

    private readonly BenchShop _shop;
    private readonly DateTimeOffset _start;
    private readonly double _eventsPerSecond;
    private readonly int _seed;
    private readonly Random _random;
    private readonly Visit?[] _live;
    private readonly string[] _pages;
    private readonly string[] _queries;
    private readonly BenchProduct[] _products;
    private long _events;

    /// <summary>Events of a busy shop.</summary>
    public BenchEvents(DateTimeOffset start, double eventsPerSecond, int seed = 1)
        : this(BenchShop.Busy, start, eventsPerSecond, seed)
    {
    }

    /// <param name="shop">Which shop.</param>
    /// <param name="start">Time of the first event; none is more than <see cref="MaxSkew"/> earlier.</param>
    /// <param name="eventsPerSecond">Rate of the events' own times.</param>
    /// <param name="seed">A different seed makes different visits.</param>
    public BenchEvents(BenchShop shop, DateTimeOffset start, double eventsPerSecond, int seed = 1)
    {
        (_shop, _start, _eventsPerSecond, _seed) = (shop, start, eventsPerSecond, seed);
        _random = new Random(seed);
        _live = new Visit?[shop.LiveSessions];
        _pages = [.. Enumerable.Range(0, shop.Pages).Select(page => $"/page/{page}")];
        _queries = [.. Enumerable.Range(0, shop.Queries).Select(query => $"query number {query}")];
        _products = [.. Enumerable.Range(0, shop.Products).Select(product =>
            new BenchProduct($"{100_000 + product}", $"Product number {product}", (1_000 + product) / 100m, 1 + product % 3))];
        Users = shop.KnownUsers;
    }

    /// <summary>Users so far, including all who are known from the start.</summary>
    public int Users { get; private set; }

    /// <summary>Sessions so far.</summary>
    public int Sessions { get; private set; }

    /// <summary>Time of the next event, before its skew.</summary>
    public DateTimeOffset Now => _start.AddMilliseconds(_events * 1_000.0 / _eventsPerSecond);

    public BenchEvent NextEvent()
    {
        ref var visit = ref _live[_random.Next(_live.Length)];
        if (visit is null || _random.Next(_shop.EventsPerSession) == 0)
        {
            visit = Enter();
        }

        // An event's time is kept to the millisecond.
        var at = Now.ToUnixTimeMilliseconds() - _random.Next((int)MaxSkew.TotalMilliseconds);
        _events++;
        return Act(visit, DateTimeOffset.FromUnixTimeMilliseconds(at));
    }

    /// <summary>The next event as JSON.</summary>
    public byte[] Next() => NextEvent().ToJson();

    /// <summary>The next events as JSON.</summary>
    public IEnumerable<byte[]> Take(int count) => Enumerable.Range(0, count).Select(_ => Next());

    /// <summary>A version 4 UUID that depends on <paramref name="random"/> alone.</summary>
    public static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private Visit Enter()
    {
        var user = Users == 0 || _random.NextDouble() < _shop.NewUsers ? Users++ : _random.Next(Users);
        return new Visit($"user-{user}", $"s-{_seed}-{++Sessions}-{user:x}", Devices[user % Devices.Length]);
    }

    private BenchEvent Act(Visit visit, DateTimeOffset at)
    {
        var type = _random.Next(60) == 0 ? EventTypes.OrderPlaced : Types[_random.Next(Types.Length)];
        var item = new BenchEvent(NewId(_random), visit.UserId, visit.SessionId, type, _pages[_random.Next(_pages.Length)], at)
        {
            Device = visit.Device,
        };
        return type switch
        {
            EventTypes.Search => item with { Query = _queries[_random.Next(_queries.Length)], ResultCount = _random.Next(30) },
            EventTypes.OrderPlaced => item with { Amount = _random.Next(1_000, 50_000) / 100m },
            _ => item with { Product = _products[_random.Next(_products.Length)] },
        };
    }

    private sealed record Visit(string UserId, string SessionId, string Device);
}

/// <summary>The size of a shop.</summary>
/// <param name="KnownUsers">Users that exist from the start.</param>
/// <param name="NewUsers">Share of the visits by somebody new, from 0 to 1; the others are by any user so far.</param>
/// <param name="LiveSessions">Sessions at a time.</param>
/// <param name="EventsPerSession">Events of a session, on average.</param>
/// <param name="Pages">Different pages.</param>
/// <param name="Products">Different products.</param>
/// <param name="Queries">Different search queries.</param>
internal sealed record BenchShop(
    int KnownUsers, double NewUsers, int LiveSessions, int EventsPerSession, int Pages, int Products, int Queries)
{
    /// <summary>Many users at the same time.</summary>
    public static readonly BenchShop Busy = new(
        KnownUsers: 100_000, NewUsers: 0, LiveSessions: 2_000, EventsPerSession: 12, Pages: 200, Products: 1_000, Queries: 500);

    /// <summary>
    /// Many users over a long time: at 130,000 events a day a session takes some minutes, and after 10 million events there have been
    /// 1 million users, nine in ten of whom came once.
    /// </summary>
    public static readonly BenchShop Large = new(
        KnownUsers: 0, NewUsers: 0.9, LiveSessions: 50, EventsPerSession: 9, Pages: 5_060, Products: 5_000, Queries: 5_000);
}
