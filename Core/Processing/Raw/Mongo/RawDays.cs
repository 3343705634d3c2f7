using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>Lists the collections of days, open and sealed ones.</summary>
internal static class RawDays
{
    /// <summary>In a range of up to this many days each one is queried: a day without a collection is simply empty.</summary>
    public const int MaxDaysUnlisted = 3;

    /// <summary>The open days that have a collection of events, oldest first.</summary>
    public static Task<List<DateOnly>> GetAsync(MongoStorage storage, CancellationToken cancellationToken) =>
        GetOpenAsync(storage, RawNames.OpenPrefix, cancellationToken);

    /// <summary>The open days that have references, oldest first.</summary>
    public static Task<List<DateOnly>> GetWithReferencesAsync(MongoStorage storage, CancellationToken cancellationToken) =>
        GetOpenAsync(storage, RawNames.ReferencesPrefix, cancellationToken);

    /// <summary>The sealed generations, in order.</summary>
    public static Task<List<SealedDay>> GetSealedAsync(MongoStorage storage, CancellationToken cancellationToken) =>
        GetSealedAsync(storage, RawNames.SealedPrefix, cancellationToken);

    /// <summary>The generations that have references, in order; the events of one that is about to be sealed may still be in the open day.</summary>
    public static Task<List<SealedDay>> GetSealedWithReferencesAsync(MongoStorage storage, CancellationToken cancellationToken) =>
        GetSealedAsync(storage, RawNames.SealedReferencesPrefix, cancellationToken);

    private static async Task<List<DateOnly>> GetOpenAsync(MongoStorage storage, string prefix, CancellationToken cancellationToken)
    {
        var names = await storage.NamesAsync($"^{prefix}[0-9]{{8}}$", cancellationToken);
        return [.. names.Select(name => RawNames.DayIn(name, prefix)).Order()];
    }

    private static async Task<List<SealedDay>> GetSealedAsync(MongoStorage storage, string prefix, CancellationToken cancellationToken)
    {
        var names = await storage.NamesAsync($"^{prefix}[0-9]{{8}}{RawNames.GenerationMark}[0-9]{{1,9}}$", cancellationToken);
        return [.. names.Select(name => RawNames.SealedDayIn(name, prefix)).OrderBy(day => day.Day).ThenBy(day => day.Generation)];
    }

    private static async Task<List<string>> NamesAsync(this MongoStorage storage, string pattern, CancellationToken cancellationToken)
    {
        var named = new ListCollectionNamesOptions { Filter = new BsonDocument("name", new BsonRegularExpression(pattern)) };
        var cursor = await storage.Database.ListCollectionNamesAsync(named, cancellationToken).TranslateErrorsAsync();
        return await cursor.ToListAsync(cancellationToken).TranslateErrorsAsync();
    }
}
