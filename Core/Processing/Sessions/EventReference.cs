using System.Buffers.Binary;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Sessions;

/// <summary>
/// Some of a visit's events on one UTC day, by their keys: with it a journey finds them among all events. A key takes 20 bytes, the
/// millisecond of the day and then the event id, both big-endian, so that bytes sort as keys do.
/// </summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Keys">The keys, ascending.</param>
internal readonly record struct EventReference(DateOnly Day, byte[] Keys)
{
    /// <summary>Keeps a reference below a quarter of a database page, so that it never spills to overflow pages.</summary>
    private const int MaxKeys = 48;

    private const int TimeBytes = sizeof(int);
    private const int KeyBytes = TimeBytes + 16;

    /// <summary>References to all the events, ascending.</summary>
    /// <param name="keys">Keys of any days, ascending.</param>
    public static IEnumerable<EventReference> To(IReadOnlyList<EventKey> keys)
    {
        for (int start = 0, end; start < keys.Count; start = end)
        {
            var day = keys[start].UtcDay;
            end = start + 1;
            while (end < keys.Count && end - start < MaxKeys && keys[end].UtcDay == day)
            {
                end++;
            }

            yield return new EventReference(day, Encode(day, keys, start, end));
        }
    }

    /// <summary>The lowest key that the day can have.</summary>
    public static EventKey FirstKeyOf(DateOnly day) => new(Midnight(day), Guid.Empty);

    /// <summary>The keys of a stored reference, ascending.</summary>
    public static IEnumerable<EventKey> Read(DateOnly day, ReadOnlyMemory<byte> keys)
    {
        var midnight = Midnight(day);
        for (; keys.Length >= KeyBytes; keys = keys[KeyBytes..])
        {
            var key = keys.Span;
            yield return new EventKey(
                midnight.AddMilliseconds(BinaryPrimitives.ReadInt32BigEndian(key)), new Guid(key[TimeBytes..KeyBytes], bigEndian: true));
        }
    }

    private static byte[] Encode(DateOnly day, IReadOnlyList<EventKey> keys, int start, int end)
    {
        var midnight = Midnight(day);
        var bytes = new byte[(end - start) * KeyBytes];
        var target = bytes.AsSpan();
        for (var i = start; i < end; i++, target = target[KeyBytes..])
        {
            BinaryPrimitives.WriteInt32BigEndian(target, (int)(keys[i].Timestamp - midnight).TotalMilliseconds);
            keys[i].EventId.TryWriteBytes(target[TimeBytes..], bigEndian: true, out _);
        }

        return bytes;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
