using MongoDB.Bson;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Times as they are stored: BSON dates, which are whole milliseconds since 1970, negative before.</summary>
internal static class MongoTime
{
    public static BsonDateTime ToStored(this DateTimeOffset instant) => new(instant.ToUnixTimeMilliseconds());

    public static BsonValue ToStored(this DateTimeOffset? instant) => instant is { } value ? value.ToStored() : BsonNull.Value;

    /// <summary>As <see cref="ToBoundMilliseconds"/>.</summary>
    public static BsonDateTime ToBound(this DateTimeOffset instant) => new(instant.ToBoundMilliseconds());

    /// <summary>Rounds a bound between milliseconds up: a stored time is below the bound exactly when it is below the result.</summary>
    public static long ToBoundMilliseconds(this DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds() + (instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);

    public static DateTimeOffset ToInstant(this BsonValue stored) =>
        DateTimeOffset.FromUnixTimeMilliseconds(stored.AsBsonDateTime.MillisecondsSinceEpoch);

    public static DateTimeOffset? ToInstantOrNull(this BsonValue stored) => stored.IsBsonNull ? null : stored.ToInstant();
}
