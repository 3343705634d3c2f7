using System.ComponentModel;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(AwsEmulators))]

namespace Pipeline.EndToEnd.Aws.Support;

/// <summary>
/// SQS, S3 and MongoDB on free loopback ports, shared by all tests and started by the first that needs them. MongoDB is the server
/// that <c>MONGODB_URI</c> names, or else the test double.
/// </summary>
public sealed class AwsEmulators : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly List<ChildProcess> _processes = [];
    private ChildProcess? _services;

    /// <summary>Where SQS and S3 are.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The connection string of MongoDB.</summary>
    public string MongoUri { get; private set; } = "";

    /// <summary>Returns once both answer; without Node.js the test is skipped, and says so.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        if (_services is null)
        {
            var port = await StartServicesAsync(cancellationToken);
            Endpoint = new Uri($"http://127.0.0.1:{port}");
            MongoUri = Environment.GetEnvironmentVariable("MONGODB_URI") is { Length: > 0 } uri
                ? uri
                : await FindLineAsync(Start("dotnet", [Repository.MongoServer]), "mongodb://", cancellationToken);
        }
    }

    /// <summary>A client that knows the emulator without any environment.</summary>
    public AmazonSQSClient ConnectSqs() =>
        new(new BasicAWSCredentials("test", "test"), new AmazonSQSConfig { ServiceURL = Endpoint.ToString(), AuthenticationRegion = "us-east-1" });

    /// <summary>Makes a queue with its dead-letter queue; returns the URLs of both.</summary>
    public async Task<(string Queue, string DeadLetters)> CreateQueuesAsync(string name, CancellationToken cancellationToken)
    {
        using var sqs = ConnectSqs();
        var dead = await sqs.CreateQueueAsync(new CreateQueueRequest(name + "-dead"), cancellationToken);
        var policy = $$"""{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:{{name}}-dead","maxReceiveCount":5}""";
        var queue = await sqs.CreateQueueAsync(
            new CreateQueueRequest(name) { Attributes = new() { [QueueAttributeName.RedrivePolicy] = policy } }, cancellationToken);
        return (queue.QueueUrl, dead.QueueUrl);
    }

    public async Task CreateBucketAsync(string name, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var answer = await http.PutAsync(new Uri(Endpoint, name), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>From now on SQS and S3 accept connections and never answer.</summary>
    public Task PauseServicesAsync(CancellationToken cancellationToken) => _services!.PauseAsync(cancellationToken);

    public Task ResumeServicesAsync(CancellationToken cancellationToken) => _services!.ResumeAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    private async Task<string> StartServicesAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(Path.Combine(Repository.Emulators, "node_modules", ".package-lock.json")))
            {
                string[] install = ["ci", "--prefix", Repository.Emulators, "--no-audit", "--no-fund", "--prefer-offline"];
                await using var npm = ChildProcess.Start("npm", install, new Dictionary<string, string>());
                Assert.True(await npm.WaitAsync(cancellationToken) == 0, npm.Output);
            }

            var services = Start("node", [Path.Combine(Repository.Emulators, "serve.js")]);
            var ready = await FindLineAsync(services, "ready ", cancellationToken);
            _services = services;
            return ready["ready ".Length..];
        }
        catch (Win32Exception missing)
        {
            Assert.Skip($"NOT TESTED: three processes on AWS need Node.js 20 or newer for the emulator. {missing.Message}");
            throw;
        }
    }

    private ChildProcess Start(string program, string[] arguments)
    {
        var process = ChildProcess.Start(program, arguments, new Dictionary<string, string>());
        _processes.Add(process);
        return process;
    }

    private static async Task<string> FindLineAsync(ChildProcess process, string start, CancellationToken cancellationToken)
    {
        var found = await Eventually.GetAsync(
            () =>
            {
                Assert.False(process.HasExited, process.Output);
                return Task.FromResult(process.Output.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)));
            },
            line => line is not null,
            StartLimit,
            cancellationToken);
        return found!;
    }
}
