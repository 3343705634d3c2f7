using System.Buffers.Binary;
using System.IO.Hashing;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Raw;

/// <summary>An event together with where it came from.</summary>
/// <param name="Event">The event.</param>
/// <param name="Origin">
/// Fingerprint of (producer, sequence number). It distinguishes a redelivered envelope, which stored these events itself, from a
/// true duplicate, so that the ledger's counts stay right when a worker dies between storing and deleting.
/// </param>
public readonly record struct RawEvent(Event Event, long Origin)
{
    /// <summary>64-bit XxHash3 of the producer's id and the item's sequence number.</summary>
    public static long OriginOf(Guid producer, long sequence)
    {
        Span<byte> key = stackalloc byte[24];
        producer.TryWriteBytes(key);
        BinaryPrimitives.WriteInt64LittleEndian(key[16..], sequence);
        return unchecked((long)XxHash3.HashToUInt64(key));
    }
}
