using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using Pipeline.Core.Events;

namespace Pipeline.Core.Raw.Mongo;

/// <summary>
/// Writes and reads raw events field by field: this is done for every event, and is faster than a class map. Metadata is the text
/// as sent, readable in a shell.
/// </summary>
internal sealed class RawEventSerializer : StructSerializerBase<RawEvent>
{
    public const string Id = "_id";
    public const string User = "u";
    public const string Session = "s";
    public const string Type = "y";
    public const string Page = "p";
    public const string Metadata = "m";
    public const string Origin = "o";

    public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, RawEvent value)
    {
        var (writer, e) = (context.Writer, value.Event);
        writer.WriteStartDocument();
        writer.WriteName(Id);
        writer.WriteBinaryData(RawKey.Of(e));
        writer.WriteString(User, e.UserId);
        writer.WriteString(Session, e.SessionId);
        writer.WriteString(Type, e.EventType);
        writer.WriteString(Page, e.Page);
        if (!e.Metadata.IsEmpty)
            writer.WriteString(Metadata, Encoding.UTF8.GetString(e.Metadata.Span));
        writer.WriteInt64(Origin, value.Origin);
        writer.WriteEndDocument();
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
                case Id: key = reader.ReadBinaryData().Bytes; break;
                case User: user = reader.ReadString(); break;
                case Session: session = reader.ReadString(); break;
                case Type: type = reader.ReadString(); break;
                case Page: page = reader.ReadString(); break;
                case Metadata: metadata = Encoding.UTF8.GetBytes(reader.ReadString()); break;
                case Origin: origin = reader.ReadInt64(); break;
                default: reader.SkipValue(); break;
            }
        }

        reader.ReadEndDocument();
        var (timestamp, eventId) = RawKey.Parse(key);
        return new RawEvent(new Event(eventId, timestamp, user, session, type, page, metadata), origin);
    }
}
