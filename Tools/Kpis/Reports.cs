namespace Pipeline.Tools.Kpis;

/// <summary>The five reports of the API.</summary>
internal static class Reports
{
    public const string Traffic = "traffic";
    public const string Search = "search";
    public const string ProductAndCart = "product-and-cart";
    public const string Revenue = "revenue-and-conversion";
    public const string Behavior = "user-behavior-and-funnel";

    public static IReadOnlyList<string> All { get; } = [Traffic, Search, ProductAndCart, Revenue, Behavior];

    /// <summary>Address of a report over calendar days of the server's reporting zone, both ends included.</summary>
    public static string Path(string report, DateOnly from, DateOnly to) =>
        $"/api/analytics/{report}?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}";
}
