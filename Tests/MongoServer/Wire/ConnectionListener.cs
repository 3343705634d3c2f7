using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.MongoServer.Wire;

/// <summary>Accepts clients on the loopback address until it is closed, which breaks every connection.</summary>
internal sealed class ConnectionListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, bool> _clients = [];
    private readonly TcpListener _listener;
    private readonly Task _accepting;

    public ConnectionListener(TcpListener listener, RequestHandler handler)
    {
        _listener = listener;
        _accepting = AcceptAsync(handler);
    }

    /// <summary>Takes a port; zero stands for a free one.</summary>
    public static TcpListener Bind(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        // First the loop, then its socket: a socket closed under a pending accept is an error of its own.
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_clients.Keys);
        _closing.Dispose();
    }

    private async Task AcceptAsync(RequestHandler handler)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                var serving = Task.Run(() => new ClientConnection(client, handler).RunAsync(_closing.Token), CancellationToken.None);
                _clients[serving] = true;
                _ = serving.ContinueWith(done => _clients.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed.
        }
    }
}
