using System.Buffers.Binary;
using MongoDB.Bson;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>
/// An event's <c>_id</c>: 24 bytes, the timestamp and then the event id, both big-endian, so that the only index sorts by
/// (timestamp, event id) and a range of time is a range of it. As a document {t, e} it would be 11 bytes longer in the document and
/// twice as long in the index, where such a key carries the names of its fields.
/// </summary>
internal static class RawKey
{
    public const int Size = TimeBytes + 16;

    private const int TimeBytes = sizeof(long);

    public static BsonBinaryData Of(EventKey key)
    {
        var bytes = new byte[Size];
        Write(key, bytes);
        return new BsonBinaryData(bytes);
    }

    public static void Write(EventKey key, Span<byte> target)
    {
        WriteTime(target, key.Timestamp.ToUnixTimeMilliseconds());
        key.EventId.TryWriteBytes(target[TimeBytes..], bigEndian: true, out _);
    }

    /// <summary>Not above any key of this millisecond, and above all earlier ones.</summary>
    public static BsonBinaryData FirstOf(long milliseconds)
    {
        var key = new byte[Size];
        WriteTime(key, milliseconds);
        return new BsonBinaryData(key);
    }

    public static EventKey Parse(byte[] key) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(key) ^ long.MinValue),
        new Guid(key.AsSpan(TimeBytes), bigEndian: true));

    // With the sign bit flipped, times before 1970 sort below those after it.
    private static void WriteTime(Span<byte> key, long milliseconds) =>
        BinaryPrimitives.WriteInt64BigEndian(key, milliseconds ^ long.MinValue);
}
