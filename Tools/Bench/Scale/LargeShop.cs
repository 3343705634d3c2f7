using System.Globalization;
using Pipeline.Tools.Bench.Server;
using Pipeline.Tools.Client;
using Pipeline.Tools.Hosting;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>
/// A server with the events of a large shop. It is filled for the first section that asks for it and then shared: filling takes
/// minutes.
/// </summary>
internal sealed class LargeShop(ScalePlan plan) : IAsyncDisposable
{
    /// <summary>About how long filling takes, on two cores.</summary>
    public const int MinutesToFill = 4;

    private const int ProfilesInFlight = 16;

    /// <summary>A user without events, whose name nobody else has.</summary>
    private const string NewestUser = "newest";

    private static readonly UserName NewestName = new("Newest", "Arrival");
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxIndexing = TimeSpan.FromMinutes(10);

    private readonly List<FileIntake> _files = [];
    private Task? _filled;
    private BenchDirectory? _directory;
    private ServerProcess? _server;

    public ScalePlan Plan => plan;

    public PipelineClient Client => Server.Client;

    /// <summary>Where sections may put files beside the server's data.</summary>
    public BenchDirectory Directory => _directory ?? throw NotFilled;

    /// <summary>Users who are not planted: <c>user-0</c> and so on.</summary>
    public int Users { get; private set; }

    /// <summary>How each of the plan's files was taken in.</summary>
    public IReadOnlyList<FileIntake> Files => _files;

    /// <summary>The most memory that the server had used when the last file was in its numbers.</summary>
    public long PeakMemoryBytes { get; private set; }

    private ServerProcess Server => _server ?? throw NotFilled;

    private static InvalidOperationException NotFilled => new("The shop is not filled yet.");

    /// <summary>Returns once the server has everything in its numbers; at once when it has already.</summary>
    public Task FillAsync(IAnsiConsole console, CancellationToken cancellationToken) => _filled ??= FillOnceAsync(console, cancellationToken);

    /// <summary>Stops the server and starts it again: what it kept in memory is gone, but not the operating system's file cache.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Server.TerminateAsync(cancellationToken);
        await Server.DisposeAsync();
        _server = null;
        await StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _directory?.Dispose();
    }

    private async Task FillOnceAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        _directory = new BenchDirectory();
        await StartAsync(cancellationToken);
        var traffic = new ScaleTraffic(plan);
        for (var file = 0; file < plan.Files; file++)
        {
            _files.Add(await SendAsync(traffic, plan.EventsPerFile, console, cancellationToken));
        }

        PeakMemoryBytes = Server.PeakMemoryBytes;
        await SendAsync(traffic, plan.MoreEvents, console, cancellationToken);
        Users = traffic.Users;
        await PutProfilesAsync(console, cancellationToken);
    }

    private async Task StartAsync(CancellationToken cancellationToken) =>
        _server = await BenchServer.StartAsync(Directory.Child("data"), cancellationToken);

    private async Task<FileIntake> SendAsync(ScaleTraffic traffic, int events, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var processorTime = Server.ProcessorTime;
        var started = TimeProvider.System.GetTimestamp();
        await BenchServer.SendAsync(Client, traffic.TakeJson(events), cancellationToken);
        var sent = TimeProvider.System.GetElapsedTime(started);
        await BenchServer.WaitUntilDrainedAsync(Client, cancellationToken);
        var drained = TimeProvider.System.GetElapsedTime(started);
        await BenchServer.WaitUntilSettledAsync(Client, cancellationToken);
        var settled = TimeProvider.System.GetElapsedTime(started);
        processorTime = Server.ProcessorTime - processorTime;
        var actual = await ShopTotals.ReadAsync(Client, plan.FirstPlantedDay, plan.Today, cancellationToken);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {events:N0} events: sent after {sent.TotalSeconds:0.0} s, stored after {drained.TotalSeconds:0.0} s, in the numbers after {settled.TotalSeconds:0.0} s"));
        return new FileIntake(events, drained, settled, processorTime, traffic.Totals, actual);
    }

    private async Task PutProfilesAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        int[] named = [.. Enumerable.Range(0, Users).Where(user => user % plan.UsersPerName == 0)];
        await Parallel.ForEachAsync(
            named,
            new ParallelOptions { MaxDegreeOfParallelism = ProfilesInFlight, CancellationToken = cancellationToken },
            async (user, token) => await Client.PutUserAsync($"user-{user}", UserName.Of(user).ToProfileJson(), token));
        await BenchServer.WaitUntilDrainedAsync(Client, cancellationToken);
        await WaitUntilFoundByNameAsync(cancellationToken);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {Users:N0} users, {named.Length:N0} with a name, found by it after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s"));
    }

    /// <summary>
    /// Names are indexed in the background: changed ones first, then those of new users in the order of arrival. So the search
    /// knows all others when it knows that of the newest user.
    /// </summary>
    private async Task WaitUntilFoundByNameAsync(CancellationToken cancellationToken)
    {
        await Client.PutUserAsync(NewestUser, NewestName.ToProfileJson(), cancellationToken);
        var query = new UserQuery("newest", $"{NewestName.First} {NewestName.Last}");
        var started = TimeProvider.System.GetTimestamp();
        while ((await Client.GetAsync(query.Path, cancellationToken)).GetArrayLength() == 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > MaxIndexing)
            {
                throw new InvalidOperationException($"The newest user cannot be found by name after {MaxIndexing.TotalMinutes:0} minutes.");
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }
}

/// <summary>How a file was taken in.</summary>
/// <param name="Events">Events in it.</param>
/// <param name="Stored">Time from its first byte sent until all its events were stored.</param>
/// <param name="Counted">Time from its first byte sent until all its events were in the numbers.</param>
/// <param name="ProcessorTime">Processor time that the server spent on it.</param>
/// <param name="Expected">What the numbers should have been then.</param>
/// <param name="Actual">What they were.</param>
internal sealed record FileIntake(
    int Events, TimeSpan Stored, TimeSpan Counted, TimeSpan ProcessorTime, ShopTotals Expected, ShopTotals Actual)
{
    public double EventsPerSecond => Events / Counted.TotalSeconds;

    public bool IsRight => Actual == Expected;
}
