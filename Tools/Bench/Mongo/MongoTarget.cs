using MongoDB.Driver;
using Pipeline.Tools.Hosting;

namespace Pipeline.Tools.Bench.Mongo;

/// <summary>The server that <c>MONGODB_URI</c> names, or else the tests' double as a separate process.</summary>
internal sealed class MongoTarget : IAsyncDisposable
{
    private const string UriMark = "mongodb://";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess? _double;

    private MongoTarget(string connectionString, ChildProcess? testDouble)
    {
        ConnectionString = connectionString;
        _double = testDouble;
    }

    public string ConnectionString { get; }

    public string Name => _double is null ? "MongoDB" : "MongoDB's test double";

    /// <summary>Null for a server that somebody else has started: it may be on another machine.</summary>
    public TimeSpan? ProcessorTime => _double?.ProcessorTime;

    public static async Task<MongoTarget> StartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("MONGODB_URI") is { Length: > 0 } uri)
        {
            return new MongoTarget(uri, testDouble: null);
        }

        var process = ChildProcess.Start(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Pipeline.MongoServer.dll")], new Dictionary<string, string>());
        while (true)
        {
            if (process.Output.Split('\n').FirstOrDefault(IsUri) is { } address)
            {
                return new MongoTarget(address, process);
            }

            if (process.HasExited)
            {
                throw new InvalidOperationException($"The test double of MongoDB did not start:\n{process.Output}");
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    public async Task DropAsync(string database, CancellationToken cancellationToken)
    {
        using var client = new MongoClient(ConnectionString);
        await client.DropDatabaseAsync(database, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_double is not null)
        {
            await _double.DisposeAsync();
        }
    }

    private static bool IsUri(string line) => line.StartsWith(UriMark, StringComparison.Ordinal);
}
