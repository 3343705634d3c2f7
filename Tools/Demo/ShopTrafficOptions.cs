namespace Pipeline.Tools.Demo;

/// <param name="Seed">The same seed and end give the same events.</param>
/// <param name="Until">The end: no event is later.</param>
/// <param name="Days">How many UTC days, the one of <paramref name="Until"/> included.</param>
/// <param name="Shoppers">How many customers there are.</param>
/// <param name="VisitsPerDay">Visits on an ordinary weekday; one makes about eight events.</param>
internal sealed record ShopTrafficOptions(int Seed, DateTimeOffset Until, int Days, int Shoppers, int VisitsPerDay);
