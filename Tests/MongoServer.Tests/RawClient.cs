using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Pipeline.MongoServer.Tests;

/// <summary>Speaks bytes, for what the driver would never send.</summary>
internal sealed class RawClient : IDisposable
{
    private const int OpMessage = 2013;
    private const int HeaderBytes = 16;
    private const int BodyOffset = HeaderBytes + 5;

    private readonly TcpClient _client = new();

    public static async Task<RawClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var raw = new RawClient();
        await raw._client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return raw;
    }

    public async Task<BsonDocument> RunAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        await SendAsync(OpMessage, flags: 0, command.ToBson(), cancellationToken);
        return await ReceiveAsync(cancellationToken) is { } frame
            ? BsonSerializer.Deserialize<BsonDocument>(frame[BodyOffset..])
            : throw new EndOfStreamException();
    }

    public async Task SendAsync(int opCode, int flags, byte[] body, CancellationToken cancellationToken)
    {
        var frame = new byte[BodyOffset + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(12), opCode);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), flags);
        body.CopyTo(frame, BodyOffset);
        await _client.GetStream().WriteAsync(frame, cancellationToken);
    }

    /// <summary>The next message, or nothing when the server has hung up.</summary>
    public async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = new byte[4];
        if (await _client.GetStream().ReadAtLeastAsync(length, 4, throwOnEndOfStream: false, cancellationToken) < 4)
        {
            return null;
        }

        var frame = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        length.CopyTo(frame, 0);
        await _client.GetStream().ReadExactlyAsync(frame.AsMemory(4), cancellationToken);
        return frame;
    }

    public void Dispose() => _client.Dispose();
}
