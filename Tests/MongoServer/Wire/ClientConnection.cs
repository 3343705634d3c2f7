using System.Net.Sockets;

namespace Pipeline.MongoServer.Wire;

/// <summary>One client: its requests are answered one after the other until either side hangs up.</summary>
internal sealed class ClientConnection(TcpClient client, RequestHandler handler)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream(), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The server goes down: to the client the connection breaks.
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // The client hung up in the middle of something, as a killed one does.
            }
            catch (Exception fault) when (fault is InvalidDataException or FormatException)
            {
                await Console.Error.WriteLineAsync($"MongoDB test double: unreadable message, hanging up: {fault.Message}");
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        client.NoDelay = true;
        var frames = new FrameReader(stream);
        while (await frames.ReadAsync(cancellationToken) is { } frame)
        {
            var request = RequestParser.Parse(frame);
            if (await handler.HandleAsync(request, cancellationToken) is not { } reply)
            {
                return;
            }

            if (request.ExpectsReply)
            {
                await stream.WriteAsync(ReplyEncoder.Encode(request, reply), cancellationToken);
            }
        }
    }
}
