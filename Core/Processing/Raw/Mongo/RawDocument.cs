using System.Buffers.Binary;
using System.Text;
using MongoDB.Bson;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>
/// A raw event's document as BSON. Every event goes through here, and its metadata is UTF-8 already: the driver's writer would
/// need it as a string, only to turn that into the same bytes again.
/// </summary>
internal static class RawDocument
{
    public const string Id = "_id";
    public const string User = "u";
    public const string Session = "s";
    public const string Type = "y";
    public const string Page = "p";
    public const string Metadata = "m";
    public const string Origin = "o";

    // Lengths, types, names and ends of all elements, and the values of fixed size; rounded up.
    private const int FixedBytes = 128;
    private const int MaxBytesPerChar = 3;

    // As strict as the driver's own encoding: an unpaired surrogate is an error, not replaced.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The most bytes that the document can have.</summary>
    public static int MaxSizeOf(RawEvent raw)
    {
        var e = raw.Event;
        var characters = e.UserId.Length + e.SessionId.Length + e.EventType.Length + e.Page.Length;
        return FixedBytes + characters * MaxBytesPerChar + e.Metadata.Length;
    }

    /// <summary>Returns the document's size.</summary>
    public static int Write(RawEvent raw, Span<byte> target)
    {
        var e = raw.Event;
        var at = sizeof(int);
        at += WriteName(target[at..], BsonType.Binary, Id);
        BinaryPrimitives.WriteInt32LittleEndian(target[at..], RawKey.Size);
        at += sizeof(int);
        target[at++] = (byte)BsonBinarySubType.Binary;
        RawKey.Write(e.Key, target[at..]);
        at += RawKey.Size;
        at += WriteString(target[at..], User, e.UserId);
        at += WriteString(target[at..], Session, e.SessionId);
        at += WriteString(target[at..], Type, e.EventType);
        at += WriteString(target[at..], Page, e.Page);
        if (!e.Metadata.IsEmpty)
        {
            at += WriteName(target[at..], BsonType.String, Metadata);
            e.Metadata.Span.CopyTo(target[(at + sizeof(int))..]);
            at += EndString(target[at..], e.Metadata.Length);
        }

        at += WriteName(target[at..], BsonType.Int64, Origin);
        BinaryPrimitives.WriteInt64LittleEndian(target[at..], raw.Origin);
        at += sizeof(long);
        target[at++] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(target, at);
        return at;
    }

    private static int WriteName(Span<byte> target, BsonType type, string name)
    {
        target[0] = (byte)type;
        var length = Utf8.GetBytes(name, target[1..]);
        target[1 + length] = 0;
        return length + 2;
    }

    private static int WriteString(Span<byte> target, string name, string value)
    {
        var at = WriteName(target, BsonType.String, name);
        return at + EndString(target[at..], Utf8.GetBytes(value, target[(at + sizeof(int))..]));
    }

    /// <summary>Completes a string whose bytes are in place: writes what goes before and after them.</summary>
    private static int EndString(Span<byte> target, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, length + 1);
        target[sizeof(int) + length] = 0;
        return sizeof(int) + length + 1;
    }
}
