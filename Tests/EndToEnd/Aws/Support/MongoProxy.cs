using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Driver;

namespace Pipeline.EndToEnd.Aws.Support;

/// <summary>A proxy to MongoDB that can be cut off: connections break and are refused, while the server keeps its data.</summary>
internal sealed class MongoProxy : IAsyncDisposable
{
    private readonly MongoServerAddress _target;
    private readonly ConcurrentBag<TcpClient> _open = [];
    private TcpListener _listener;
    private Task _accepting;

    public MongoProxy(string mongoUri)
    {
        var url = new MongoUrlBuilder(mongoUri);
        _target = url.Servers.First();
        (_listener, _accepting) = Listen(port: 0);

        // Straight to this address: a replica set would tell the driver its members' own, past the proxy.
        url.Servers = [new MongoServerAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port)];
        url.ReplicaSetName = null;
        url.DirectConnection = true;
        // Give up on an absent server after a second instead of five.
        url.ServerSelectionTimeout = TimeSpan.FromSeconds(1);
        ConnectionString = url.ToString();
    }

    public string ConnectionString { get; }

    public async Task CutAsync()
    {
        _listener.Stop();
        await _accepting;
        while (_open.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    public void Mend() => (_listener, _accepting) = Listen(new MongoUrl(ConnectionString).Server.Port);

    public async ValueTask DisposeAsync() => await CutAsync();

    private (TcpListener Listener, Task Accepting) Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return (listener, AcceptAsync(listener));
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            _open.Add(client);
            try
            {
                await server.ConnectAsync(_target.Host, _target.Port);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // One side has closed, so close the other.
            }
        }
    }
}
