using System.Net;
using System.Net.Sockets;
using Pipeline.MongoServer.Commands;
using Pipeline.MongoServer.Faults;
using Pipeline.MongoServer.Storage;
using Pipeline.MongoServer.Wire;

namespace Pipeline.MongoServer;

/// <summary>
/// A test double of MongoDB: speaks its wire protocol on the loopback address, keeps everything in memory and nothing
/// after the process. It knows what our adapters and Hangfire.Mongo send, and refuses everything else with an error.
/// </summary>
public sealed class TestMongoServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly FaultSwitch _faults = new();
    private readonly RequestHandler _handler;
    private readonly Task _expiring;
    private ConnectionListener? _listener;

    private TestMongoServer(TcpListener listener, TestMongoServerOptions options)
    {
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var node = new Node($"127.0.0.1:{Port}", options.ReplicaSet, options.Time);
        _handler = new RequestHandler(node, _faults);
        _listener = new ConnectionListener(listener, _handler);
        _expiring = new ExpirySweep(node.Engine, options.Time).RunAsync(_stopping.Token);
        ConnectionString = $"mongodb://{node.Address}/" + (options.ReplicaSet is { } name ? $"?replicaSet={name}" : string.Empty);
    }

    public int Port { get; }

    public string ConnectionString { get; }

    /// <summary>Starts a server. It listens when this returns.</summary>
    public static TestMongoServer Start(TestMongoServerOptions? options = null)
    {
        options ??= new TestMongoServerOptions();
        return new TestMongoServer(ConnectionListener.Bind(options.Port), options);
    }

    /// <summary>Lets the next commands of a name go wrong, each fault once and in order.</summary>
    public void FailNext(string command, params IEnumerable<Fault> faults)
    {
        if (!CommandTable.All.ContainsKey(command))
        {
            throw new ArgumentException($"The test double knows no command '{command}'", nameof(command));
        }

        foreach (var fault in faults)
        {
            _faults.Add(command, fault);
        }
    }

    /// <summary>Breaks every connection and refuses new ones; the data stays.</summary>
    public async Task TakeDownAsync()
    {
        if (_listener is { } listener)
        {
            await listener.DisposeAsync();
        }

        _listener = null;
    }

    /// <summary>Listens again, on the same port, after <see cref="TakeDownAsync"/>.</summary>
    public void BringBack() => _listener ??= new ConnectionListener(ConnectionListener.Bind(Port), _handler);

    public async ValueTask DisposeAsync()
    {
        await TakeDownAsync();
        await _stopping.CancelAsync();
        await _expiring;
        _stopping.Dispose();
    }
}
