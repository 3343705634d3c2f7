using System.ComponentModel;
using Amazon.Runtime;
using Amazon.SQS;
using Pipeline.Tools.Hosting;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>The tests' emulator of SQS, a separate Node.js process.</summary>
internal sealed class SqsEmulator : IAsyncDisposable
{
    private const string ReadyMark = "ready ";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;
    private readonly string _port;

    private SqsEmulator(ChildProcess process)
    {
        _process = process;
        _port = process.Output.Split('\n').First(IsReady)[ReadyMark.Length..];
    }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Null when there is no Node.js or no npm on this machine.</summary>
    public static async Task<SqsEmulator?> TryStartAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Repository(), "Tests", "emulators");
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            {
                await InstallAsync(folder, cancellationToken);
            }

            var process = ChildProcess.Start("node", [Path.Combine(folder, "serve.js")], new Dictionary<string, string>());
            await WaitUntilReadyAsync(process, cancellationToken);
            return new SqsEmulator(process);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The SDK's client, as the pipeline makes it, far from its queue by <paramref name="latency"/>.</summary>
    public AmazonSQSClient Connect(TimeSpan latency) => new(
        new BasicAWSCredentials("any", "any"),
        new AmazonSQSConfig
        {
            ServiceURL = $"http://127.0.0.1:{_port}",
            AuthenticationRegion = "us-east-1",
            HttpClientFactory = latency == TimeSpan.Zero ? null : new DistantHttpClients(latency),
        });

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        await using var npm = ChildProcess.Start(
            "npm", ["ci", "--no-audit", "--no-fund", "--prefix", folder], new Dictionary<string, string>());
        if (await npm.WaitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {folder}:\n{npm.Output}");
        }
    }

    private static async Task WaitUntilReadyAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        while (!process.Output.Split('\n').Any(IsReady))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The SQS emulator did not start:\n{process.Output}");
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static bool IsReady(string line) => line.StartsWith(ReadyMark, StringComparison.Ordinal);

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The SQS emulator was not found: the repository is not in any folder above this program.");
        }

        return folder;
    }
}
