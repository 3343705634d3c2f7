using System.Buffers;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>
/// Writes and reads raw events without a class map, which would be slower: this is done for every event. Metadata is the text as
/// sent, readable in a shell.
/// </summary>
internal sealed class RawEventSerializer : StructSerializerBase<RawEvent>
{
    private const int MaxDocumentBytes = 16 * 1_024 * 1_024;

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, RawEvent value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(RawDocument.MaxSizeOf(value));
        try
        {
            var length = RawDocument.Write(value, bytes);
            // The driver does not check the size of a document that is already encoded.
            if (length > MaxDocumentBytes)
            {
                throw new BsonSerializationException($"A raw event of {length} bytes is larger than any document may be.");
            }

            // The writer copies them.
            using var document = new ByteArrayBuffer(bytes, length, isReadOnly: true);
            context.Writer.WriteRawBsonDocument(document);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override RawEvent Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args)
    {
        var reader = context.Reader;
        var (key, user, session, type, page) = (Array.Empty<byte>(), "", "", "", "");
        ReadOnlyMemory<byte> metadata = default;
        long origin = 0;
        reader.ReadStartDocument();
        while (reader.ReadBsonType() != BsonType.EndOfDocument)
        {
            switch (reader.ReadName())
            {
                case RawDocument.Id: key = reader.ReadBinaryData().Bytes; break;
                case RawDocument.User: user = reader.ReadString(); break;
                case RawDocument.Session: session = reader.ReadString(); break;
                case RawDocument.Type: type = reader.ReadString(); break;
                case RawDocument.Page: page = reader.ReadString(); break;
                case RawDocument.Metadata: metadata = Encoding.UTF8.GetBytes(reader.ReadString()); break;
                case RawDocument.Origin: origin = reader.ReadInt64(); break;
                default: reader.SkipValue(); break;
            }
        }

        reader.ReadEndDocument();
        var (timestamp, eventId) = RawKey.Parse(key);
        return new RawEvent(new Event(eventId, timestamp, user, session, type, page, metadata), origin);
    }
}
