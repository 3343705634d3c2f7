using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>The collections of a UTC day: its events, and the references to them, which are dropped with the day.</summary>
internal static class RawCollection
{
    /// <summary>In a range of up to this many days each one is queried: a day without a collection is simply empty.</summary>
    public const int MaxDaysUnlisted = 3;

    private const string RawPrefix = "raw_";
    private const string SealedPrefix = "sealed_";
    private const string GenerationMark = "_g";
    private const string ReferencesPrefix = "refs_";
    private const string DayFormat = "yyyyMMdd";

    public static string NameOf(DateOnly day) => RawPrefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static string ReferencesOf(DateOnly day) => ReferencesPrefix + day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The collection of a sealed generation.</summary>
    public static string NameOf(SealedDay day) => string.Create(
        CultureInfo.InvariantCulture, $"{SealedPrefix}{day.Day.ToString(DayFormat, CultureInfo.InvariantCulture)}{GenerationMark}{day.Generation}");

    /// <summary>The sealed generations, in order.</summary>
    public static async Task<List<SealedDay>> GetSealedAsync(MongoStorage storage, CancellationToken cancellationToken)
    {
        var names = await GetNamesAsync(storage, $"^{SealedPrefix}[0-9]{{8}}{GenerationMark}[0-9]+$", cancellationToken);
        return [.. names.ConvertAll(SealedDayOf).OrderBy(day => (day.Day, day.Generation))];
    }

    /// <summary>The days that have a collection of events, oldest first.</summary>
    public static Task<List<DateOnly>> GetDaysAsync(MongoStorage storage, CancellationToken cancellationToken) =>
        GetDaysAsync(storage, RawPrefix, cancellationToken);

    /// <summary>The days that have references, oldest first.</summary>
    public static Task<List<DateOnly>> GetReferenceDaysAsync(MongoStorage storage, CancellationToken cancellationToken) =>
        GetDaysAsync(storage, ReferencesPrefix, cancellationToken);

    private static async Task<List<DateOnly>> GetDaysAsync(MongoStorage storage, string prefix, CancellationToken cancellationToken)
    {
        var names = await GetNamesAsync(storage, $"^{prefix}[0-9]{{8}}$", cancellationToken);
        var days = names.ConvertAll(name => DateOnly.ParseExact(name.AsSpan(prefix.Length), DayFormat, CultureInfo.InvariantCulture));
        days.Sort();
        return days;
    }

    private static async Task<List<string>> GetNamesAsync(MongoStorage storage, string pattern, CancellationToken cancellationToken)
    {
        var named = new ListCollectionNamesOptions { Filter = new BsonDocument("name", new BsonRegularExpression(pattern)) };
        var cursor = await storage.Database.ListCollectionNamesAsync(named, cancellationToken).TranslateErrorsAsync();
        return await cursor.ToListAsync(cancellationToken).TranslateErrorsAsync();
    }

    private static SealedDay SealedDayOf(string name)
    {
        var number = name.AsSpan(SealedPrefix.Length + DayFormat.Length + GenerationMark.Length);
        return new SealedDay(
            DateOnly.ParseExact(name.AsSpan(SealedPrefix.Length, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture),
            int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
