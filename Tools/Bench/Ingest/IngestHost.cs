using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Tools.Hosting;

namespace Pipeline.Tools.Bench.Ingest;

/// <summary>
/// A child process that serves the production ingest path, without workers, or the yardstick of ingest in the same kind of
/// host.
/// </summary>
internal sealed class IngestHost : IAsyncDisposable
{
    public const string Ingest = "ingest";
    public const string Parse = "parse";
    public const string Path = "/api/events/batch";

    private const string CommandName = "serve";
    private const string ReadyMark = "serving";
    private static readonly TimeSpan ReadyInterval = TimeSpan.FromMilliseconds(50);

    private static readonly Argument<string> Kind = new("kind");
    private static readonly Argument<int> AtPort = new("port");
    private static readonly Argument<string> Data = new("data");

    private readonly ChildProcess _process;

    private IngestHost(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<IngestHost> StartAsync(string kind, string dataDirectory, CancellationToken cancellationToken)
    {
        var port = Ports.Free();
        var host = new IngestHost(
            ChildProcess.Start(
                "dotnet",
                [typeof(IngestHost).Assembly.Location, "bench", CommandName, kind, $"{port}", dataDirectory],
                new Dictionary<string, string>()),
            port);
        while (!host._process.Output.Contains(ReadyMark, StringComparison.Ordinal))
        {
            if (host._process.HasExited)
            {
                throw new InvalidOperationException($"The benchmark's server did not start:\n{host._process.Output}");
            }

            await Task.Delay(ReadyInterval, cancellationToken);
        }

        return host;
    }

    public static Command CreateCommand()
    {
        var command = new Command(CommandName) { Kind, AtPort, Data };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ServeAsync(
            parsed.GetValue(Kind)!, parsed.GetValue(AtPort), parsed.GetValue(Data)!, cancellationToken));
        return command;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task ServeAsync(string kind, int port, string dataDirectory, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", $"http://127.0.0.1:{port}"),
            new($"{DataDirectoryOptions.SectionName}:DataDirectory", dataDirectory),
        ]);
        builder.Logging.ClearProviders();
        builder.AddWebServer();
        builder.Services.AddFrame(builder.Configuration).AddSqliteStorage(builder.Configuration).AddIngest(builder.Configuration);
        await using var app = builder.Build();
        app.UseFrame().UseAccess().UseShares();
        if (kind == Ingest)
        {
            app.MapIngestEndpoints();
        }
        else
        {
            app.MapParsing(Path);
        }

        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(ReadyMark);
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
