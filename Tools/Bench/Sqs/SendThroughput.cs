using System.Globalization;
using Amazon.SQS;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue.Sqs;
using Pipeline.Tools.Bench.Ingest;
using Pipeline.Tools.Hosting;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>
/// Ingest over HTTP with SQS behind it: how many events go through the lanes, and how many of SQS's calls they share. The load, the
/// server and the emulator share this machine.
/// </summary>
/// <param name="emulator">Where the queue is.</param>
/// <param name="latency">Added to every call.</param>
/// <param name="eventsPerRequest">What each HTTP request carries.</param>
/// <param name="connections">HTTP requests under way at the same time.</param>
internal sealed class SendThroughput(SqsEmulator emulator, TimeSpan latency, int eventsPerRequest, int connections)
{
    private const int Bodies = 500;
    private const int Rounds = 3;

    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(2);

    private readonly string _what = $"send, {eventsPerRequest} events a request, {latency.TotalMilliseconds:0} ms a call: ";

    public async Task<IEnumerable<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var sqs = emulator.Connect(latency);
        var calls = 0;
        sqs.BeforeRequestEvent += (_, _) => Interlocked.Increment(ref calls);
        var port = Ports.Free();
        await using var server = await StartAsync(sqs, port, cancellationToken);
        var load = new SocketLoad(eventsPerRequest == 1 ? "/api/events" : IngestHost.Path, [.. MakeBodies()], connections);
        var rates = new List<double>();
        var eventsPerCall = new List<double>();
        // The first round warms up.
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Volatile.Read(ref calls);
            rates.Add(eventsPerRequest * await load.RunAsync(port, RoundLength, cancellationToken));
            eventsPerCall.Add(rates[^1] * RoundLength.TotalSeconds / (Volatile.Read(ref calls) - before));
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {_what}{rates[^1]:N0} events/s, {eventsPerCall[^1]:N1} in each call"));
        }

        return
        [
            new BenchResult($"{_what}ingest", $"{Samples.Median(rates.Skip(1)):N0} events/s"),
            new BenchResult($"{_what}events in each call", $"{Samples.Median(eventsPerCall.Skip(1)):N1}"),
        ];
    }

    private static async Task<WebApplication> StartAsync(AmazonSQSClient sqs, int port, CancellationToken cancellationToken)
    {
        var queue = await sqs.CreateQueueAsync($"bench-{Guid.NewGuid():N}", cancellationToken);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", $"http://127.0.0.1:{port}"),
            new($"{SqsOptions.SectionName}:{nameof(SqsOptions.QueueUrl)}", queue.QueueUrl),
            new($"{SqsOptions.SectionName}:{nameof(SqsOptions.DeadLetterQueueUrl)}", $"{queue.QueueUrl}-dead"),
        ]);
        builder.Logging.ClearProviders();
        builder.AddWebServer();
        builder.Services.AddSingleton<IAmazonSQS>(sqs);
        builder.Services.AddFrame(builder.Configuration).AddSqsQueue(builder.Configuration).AddIngest(builder.Configuration);
        var app = builder.Build();
        app.UseFrame().UseAccess().UseShares();
        app.MapIngestEndpoints();
        await app.StartAsync(cancellationToken);
        return app;
    }

    private IEnumerable<byte[]> MakeBodies()
    {
        var events = new BenchEvents(TimeProvider.System.GetUtcNow(), eventsPerSecond: 10_000);
        for (var body = 0; body < Bodies; body++)
        {
            var first = events.Next();
            yield return eventsPerRequest == 1
                ? [.. first]
                : [.. "["u8, .. first, .. events.Take(eventsPerRequest - 1).SelectMany(json => json.Prepend((byte)',')), .. "]"u8];
        }
    }
}
