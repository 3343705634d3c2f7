namespace Pipeline.Tools.Demo;

/// <summary>
/// The traffic of a made-up shop up to now: quiet nights, busy evenings, busier weekends, customers who come back. The same
/// seed and end give the same events. Made day by day, so a long stretch needs no more memory than a short one.
/// </summary>
internal sealed class ShopTraffic(ShopTrafficOptions options)
{
    /// <summary>Share of a day's visits by hour, in the shop's own time.</summary>
    private static readonly double[] HourWeights =
        [1, 0.6, 0.4, 0.3, 0.3, 0.5, 1.2, 2.2, 3, 3.6, 4, 4.2, 4.6, 4.3, 4, 4, 4.2, 4.8, 5.8, 6.8, 7.4, 6.6, 4.4, 2.4];

    private readonly Random _random = new(options.Seed);
    private readonly SortedDictionary<int, Shopper> _visitors = [];

    /// <summary>Those who have visited; complete once <see cref="Events"/> has been read.</summary>
    public IReadOnlyCollection<Shopper> Visitors => _visitors.Values;

    /// <summary>All events in the order of sending; read it once.</summary>
    public IEnumerable<ShopEvent> Events()
    {
        var catalogue = new Catalogue(_random);
        Shopper[] shoppers = [.. Enumerable.Range(0, options.Shoppers).Select(number => Shopper.Create(number, _random))];
        var waiting = new PriorityQueue<ShopEvent, DateTimeOffset>();
        var first = options.Until.UtcDateTime.Date.AddDays(1 - options.Days);
        for (var day = 0; day < options.Days; day++)
        {
            var midnight = new DateTimeOffset(first.AddDays(day), TimeSpan.Zero);
            foreach (var shopEvent in VisitsOf(midnight, day, shoppers, catalogue).SelectMany(visit => visit.Run()))
            {
                if (shopEvent.SentAt < options.Until)
                {
                    waiting.Enqueue(shopEvent, shopEvent.SentAt);
                }
            }

            while (waiting.TryPeek(out _, out var sentAt) && sentAt < midnight.AddDays(1))
            {
                yield return waiting.Dequeue();
            }
        }
    }

    private IEnumerable<Visit> VisitsOf(DateTimeOffset midnight, int day, Shopper[] shoppers, Catalogue catalogue)
    {
        var weekend = midnight.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1.3 : 1.0;
        var growth = 0.9 + 0.2 * day / options.Days;
        var visits = (int)(options.VisitsPerDay * weekend * growth * (0.93 + 0.14 * _random.NextDouble()));
        for (var visit = 0; visit < visits; visit++)
        {
            // Customers differ: the keenest tenth makes about a quarter of the visits.
            var number = (int)(shoppers.Length * Math.Pow(_random.NextDouble(), 1.6));
            var start = midnight.AddHours(HourOfVisit()).AddMilliseconds(_random.Next(3_600_000));
            if (start < options.Until)
            {
                _visitors.TryAdd(number, shoppers[number]);
                yield return new Visit(shoppers[number], start, catalogue, _random);
            }
        }
    }

    private int HourOfVisit()
    {
        var ticket = _random.NextDouble() * HourWeights.Sum();
        var hour = 0;
        while (hour < HourWeights.Length - 1 && (ticket -= HourWeights[hour]) > 0)
        {
            hour++;
        }

        return hour;
    }
}

/// <param name="Seed">The same seed and end give the same events.</param>
/// <param name="Until">The end: no event is later.</param>
/// <param name="Days">How many UTC days, the one of <paramref name="Until"/> included.</param>
/// <param name="Shoppers">How many customers there are.</param>
/// <param name="VisitsPerDay">Visits on an ordinary weekday; one makes about eight events.</param>
internal sealed record ShopTrafficOptions(int Seed, DateTimeOffset Until, int Days, int Shoppers, int VisitsPerDay);
