using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>
/// An event as one stretch of bytes: its user, then time and id such that comparing bytes compares them, then the rest. Every text has its
/// length before it, so two different events never have the same bytes: they are what is hashed, too.
/// </summary>
internal static class EventRecord
{
    private const int LengthBytes = sizeof(int);
    private const int TimeBytes = sizeof(long);
    private const int KeyBytes = TimeBytes + PartSchema.UuidBytes;
    private const int FixedBytes = 5 * LengthBytes + KeyBytes + sizeof(long);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>No record of the event is longer.</summary>
    public static int MaxSize(in RawEvent raw)
    {
        const int maxPerChar = 3;
        var e = raw.Event;
        return FixedBytes + maxPerChar * (e.UserId.Length + e.SessionId.Length + e.EventType.Length + e.Page.Length) + e.Metadata.Length;
    }

    /// <returns>The record's length.</returns>
    /// <exception cref="PermanentStorageException">A text is not well-formed Unicode.</exception>
    public static int Write(in RawEvent raw, Span<byte> target)
    {
        var e = raw.Event;
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteTime(e.Timestamp.ToUnixTimeMilliseconds(), key);
        e.EventId.TryWriteBytes(key[TimeBytes..], bigEndian: true, out _);
        try
        {
            var at = AppendText(e.UserId, target);
            at = AppendKey(key, raw.Origin, target, at);
            at += AppendText(e.SessionId, target[at..]);
            at += AppendText(e.EventType, target[at..]);
            at += AppendText(e.Page, target[at..]);
            if (!Utf8.IsValid(e.Metadata.Span))
            {
                throw new PermanentStorageException($"The metadata of event {e.EventId} is not UTF-8.");
            }

            return at + AppendBytes(e.Metadata.Span, target[at..]);
        }
        catch (EncoderFallbackException malformed)
        {
            throw new PermanentStorageException($"A text of event {e.EventId} is not well-formed Unicode.", malformed);
        }
    }

    /// <summary>The same record of an event that was read.</summary>
    /// <returns>The record's length.</returns>
    public static int Write(in EventFields fields, Span<byte> target)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        WriteTime(fields.Time, key);
        fields.EventId.CopyTo(key[TimeBytes..]);
        var at = AppendBytes(fields.UserId, target);
        at = AppendKey(key, fields.Origin, target, at);
        at += AppendBytes(fields.SessionId, target[at..]);
        at += AppendBytes(fields.EventType, target[at..]);
        at += AppendBytes(fields.Page, target[at..]);
        return at + AppendBytes(fields.Metadata, target[at..]);
    }

    public static int SizeOf(in EventFields fields) =>
        FixedBytes + fields.UserId.Length + fields.SessionId.Length + fields.EventType.Length + fields.Page.Length + fields.Metadata.Length;

    public static EventFields Read(ReadOnlySpan<byte> record)
    {
        var user = TakeText(ref record);
        var key = Take(ref record, KeyBytes);
        return new EventFields
        {
            UserId = user,
            Time = BinaryPrimitives.ReadInt64BigEndian(key) ^ long.MinValue,
            EventId = key[TimeBytes..],
            Origin = BinaryPrimitives.ReadInt64LittleEndian(Take(ref record, sizeof(long))),
            SessionId = TakeText(ref record),
            EventType = TakeText(ref record),
            Page = TakeText(ref record),
            Metadata = TakeText(ref record),
        };
    }

    /// <summary>The event's time in milliseconds since 1970.</summary>
    public static long TimeOf(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadInt64BigEndian(record[(LengthBytes + UserOf(record).Length)..]) ^ long.MinValue;

    /// <summary>The first bytes of the user, as a number that sorts as they do; zeros follow a shorter one.</summary>
    public static UInt128 PrefixOf(ReadOnlySpan<byte> record)
    {
        var user = UserOf(record);
        Span<byte> prefix = stackalloc byte[16];
        prefix.Clear();
        user[..Math.Min(user.Length, prefix.Length)].CopyTo(prefix);
        return BinaryPrimitives.ReadUInt128BigEndian(prefix);
    }

    /// <summary>By user, then time, then event id.</summary>
    public static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var user = UserOf(one);
        var otherUser = UserOf(other);
        return user.SequenceCompareTo(otherUser) is not 0 and var byUser
            ? byUser
            : one.Slice(LengthBytes + user.Length, KeyBytes).SequenceCompareTo(other.Slice(LengthBytes + otherUser.Length, KeyBytes));
    }

    private static ReadOnlySpan<byte> UserOf(ReadOnlySpan<byte> record) =>
        record.Slice(LengthBytes, BinaryPrimitives.ReadInt32LittleEndian(record));

    // With the sign bit flipped, times before 1970 sort before the others.
    private static void WriteTime(long time, Span<byte> target) => BinaryPrimitives.WriteInt64BigEndian(target, time ^ long.MinValue);

    private static int AppendKey(ReadOnlySpan<byte> key, long origin, Span<byte> target, int at)
    {
        key.CopyTo(target[at..]);
        BinaryPrimitives.WriteInt64LittleEndian(target[(at + KeyBytes)..], origin);
        return at + KeyBytes + sizeof(long);
    }

    private static int AppendText(string text, Span<byte> target)
    {
        var length = StrictUtf8.GetBytes(text, target[LengthBytes..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, length);
        return LengthBytes + length;
    }

    private static int AppendBytes(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, bytes.Length);
        bytes.CopyTo(target[LengthBytes..]);
        return LengthBytes + bytes.Length;
    }

    private static ReadOnlySpan<byte> TakeText(scoped ref ReadOnlySpan<byte> rest) =>
        Take(ref rest, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, LengthBytes)));

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
