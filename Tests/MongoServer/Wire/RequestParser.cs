using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Pipeline.MongoServer.Wire;

/// <summary>Reads OP_MSG, and OP_QUERY as far as drivers still use it: for the first handshake.</summary>
internal static class RequestParser
{
    public const int HeaderBytes = 16;

    private const int ChecksumPresent = 1;
    private const int MoreToCome = 2;

    // The upper half of the flags may be ignored by a receiver that does not know them.
    private const int RequiredFlags = 0xFFFF;

    public static Request Parse(byte[] frame)
    {
        using var buffer = new ByteArrayBuffer(frame, isReadOnly: true);
        using var stream = new ByteBufferStream(buffer);
        stream.ReadInt32();
        var id = stream.ReadInt32();
        stream.ReadInt32();
        var opCode = stream.ReadInt32();
        return (OpCode)opCode switch
        {
            OpCode.Message => ParseMessage(stream, id),
            OpCode.Query => ParseQuery(stream, id),
            _ => throw new InvalidDataException($"The test double does not speak opcode {opCode}"),
        };
    }

    private static Request ParseMessage(ByteBufferStream stream, int id)
    {
        var flags = stream.ReadInt32();
        if ((flags & RequiredFlags & ~MoreToCome) != 0)
        {
            throw new InvalidDataException($"The test double knows no OP_MSG flags {flags:x} (checksum is {ChecksumPresent})");
        }

        BsonDocument? body = null;
        var sequences = new List<BsonElement>();
        while (stream.Position < stream.Length)
        {
            var kind = stream.ReadByte();
            if (kind == 0)
            {
                body = ReadDocument(stream);
            }
            else if (kind == 1)
            {
                sequences.Add(ReadSequence(stream));
            }
            else
            {
                throw new InvalidDataException($"The test double knows no OP_MSG section of kind {kind}");
            }
        }

        return body is null
            ? throw new InvalidDataException("OP_MSG without a body")
            : new Request(id, body.AddRange(sequences), OpCode.Message, (flags & MoreToCome) == 0);
    }

    private static Request ParseQuery(ByteBufferStream stream, int id)
    {
        stream.ReadInt32();
        var collection = stream.ReadCString(Utf8Encodings.Strict);
        stream.ReadInt32();
        stream.ReadInt32();
        var body = ReadDocument(stream);
        return new Request(id, body.Add("$db", collection.Split('.')[0]), OpCode.Query, ExpectsReply: true);
    }

    private static BsonElement ReadSequence(ByteBufferStream stream)
    {
        var end = stream.Position + stream.ReadInt32();
        var name = stream.ReadCString(Utf8Encodings.Strict);
        var documents = new BsonArray();
        while (stream.Position < end)
        {
            documents.Add(ReadDocument(stream));
        }

        return new BsonElement(name, documents);
    }

    private static BsonDocument ReadDocument(ByteBufferStream stream)
    {
        using var reader = new BsonBinaryReader(stream);
        return BsonDocumentSerializer.Instance.Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }
}
