using System.Globalization;

namespace Pipeline.Core.Processing.Raw;

/// <summary>
/// What tables and collections are called: of an open day <c>raw_20250330</c> and <c>refs_20250330</c>, and of a sealed generation
/// <c>sealed_raw_20250330_g1</c> and <c>sealed_refs_20250330_g1</c>. None of the four begins as another does. Names of open days sort as
/// the days do.
/// </summary>
internal static class RawNames
{
    public const string OpenPrefix = "raw_";
    public const string ReferencesPrefix = "refs_";
    public const string SealedPrefix = "sealed_raw_";
    public const string SealedReferencesPrefix = "sealed_refs_";

    /// <summary>Stands between a sealed day and its generation.</summary>
    public const string GenerationMark = "_g";

    private const string DayFormat = "yyyyMMdd";

    /// <summary>The events of the open day.</summary>
    public static string Of(DateOnly day) => OpenPrefix + Text(day);

    /// <summary>The references to events of the day that were stored since it was last sealed.</summary>
    public static string ReferencesOf(DateOnly day) => ReferencesPrefix + Text(day);

    public static string Of(SealedDay day) => SealedPrefix + Text(day);

    public static string ReferencesOf(SealedDay day) => SealedReferencesPrefix + Text(day);

    /// <summary>The day in the name of an open day's table, given how such names begin.</summary>
    public static DateOnly DayIn(string name, string prefix) => Day(name.AsSpan(prefix.Length));

    /// <summary>The generation in the name of a sealed one's table, given how such names begin.</summary>
    public static SealedDay SealedDayIn(string name, string prefix)
    {
        var (day, generation) = (prefix.Length, prefix.Length + DayFormat.Length + GenerationMark.Length);
        return new SealedDay(
            Day(name.AsSpan(day, DayFormat.Length)), int.Parse(name.AsSpan(generation), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static string Text(SealedDay day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Text(day.Day)}{GenerationMark}{day.Generation}");

    private static DateOnly Day(ReadOnlySpan<char> text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);
}
