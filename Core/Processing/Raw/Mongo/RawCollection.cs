using System.Globalization;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>The collections of raw days: <c>raw_YYYYMMDD</c>, which sort as their days do.</summary>
internal static class RawCollection
{
    /// <summary>Matches the names of raw days and nothing else.</summary>
    public const string NamePattern = "^raw_[0-9]{8}$";

    private const string Prefix = "raw_";
    private const string DayFormat = "yyyyMMdd";

    public static string NameOf(DateOnly day) => Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateOnly DayOf(string name) =>
        DateOnly.ParseExact(name.AsSpan(Prefix.Length), DayFormat, CultureInfo.InvariantCulture);
}
