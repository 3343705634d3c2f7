using System.Buffers.Binary;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Pipeline.MongoServer.Wire;

/// <summary>Packs an answer the way its request was packed.</summary>
internal static class ReplyEncoder
{
    private const int AwaitCapable = 8;

    public static ReadOnlyMemory<byte> Encode(Request request, BsonDocument reply)
    {
        var stream = new MemoryStream();
        using (var output = new BsonStreamAdapter(stream, ownsStream: false))
        {
            output.WriteInt32(0);
            output.WriteInt32(0);
            output.WriteInt32(request.Id);
            if (request.OpCode == OpCode.Query)
            {
                WriteReplyHeader(output);
            }
            else
            {
                WriteMessageHeader(output);
            }

            using var writer = new BsonBinaryWriter(output);
            Write(writer, reply);
        }

        var bytes = stream.GetBuffer().AsMemory(0, (int)stream.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.Span, bytes.Length);
        return bytes;
    }

    private static void WriteReplyHeader(BsonStream output)
    {
        output.WriteInt32((int)OpCode.Reply);
        output.WriteInt32(AwaitCapable);
        output.WriteInt64(0);
        output.WriteInt32(0);
        output.WriteInt32(1);
    }

    private static void WriteMessageHeader(BsonStream output)
    {
        output.WriteInt32((int)OpCode.Message);
        output.WriteInt32(0);
        output.WriteByte(0);
    }

    // The library's own serializer would decode every raw document of a batch to encode it again.
    private static void Write(IBsonWriter writer, BsonValue value)
    {
        switch (value)
        {
            case RawBsonDocument raw:
                writer.WriteRawBsonDocument(raw.Slice);
                break;
            case BsonDocument document:
                writer.WriteStartDocument();
                foreach (var element in document)
                {
                    writer.WriteName(element.Name);
                    Write(writer, element.Value);
                }

                writer.WriteEndDocument();
                break;
            case BsonArray array:
                writer.WriteStartArray();
                foreach (var element in array)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                BsonValueSerializer.Instance.Serialize(BsonSerializationContext.CreateRoot(writer), value);
                break;
        }
    }
}
