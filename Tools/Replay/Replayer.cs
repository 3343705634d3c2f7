using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Pipeline.Core;
using Pipeline.Tools.Client;
using Pipeline.Tools.Kpis;
using Pipeline.Tools.Sending;
using Spectre.Console;

namespace Pipeline.Tools.Replay;

/// <summary>Sends event files, waits until they are in the numbers and prints the numbers.</summary>
internal sealed class Replayer(PipelineClient client, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    /// <returns>The exit code: 0 when the server has answered for every event and the numbers could be read.</returns>
    public async Task<int> RunAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        var tally = new SendTally(time);
        var started = time.GetTimestamp();
        var complete = false;
        try
        {
            await client.WaitUntilUpAsync(ConnectPatience, cancellationToken);
            started = time.GetTimestamp();
            await SendAsync(request, tally, cancellationToken);
            complete = true;
        }
        catch (Exception e) when (e is PipelineException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Fail(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("Stopped.");
        }

        SendReport.Print(console, tally, time.GetElapsedTime(started));
        if (!complete)
        {
            return 1;
        }

        try
        {
            await new SettledWatch(client, time).WaitAsync(console, cancellationToken);
            await PrintKpisAsync(request, tally, cancellationToken);
        }
        catch (PipelineException e)
        {
            Fail(e.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("Stopped; what was accepted is safe.");
            return 1;
        }

        return tally.Failed == 0 ? 0 : 1;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The files are disposed below, all of them.")]
    private async Task SendAsync(ReplayRequest request, SendTally tally, CancellationToken cancellationToken)
    {
        var files = request.Files.Select(path => new EventFile(path, tally)).ToList();
        try
        {
            // A slow replay should be a trickle, not a flood every few minutes.
            var maxEvents = Math.Clamp(request.Rate ?? EventBatch.MaxEvents, 1, EventBatch.MaxEvents);
            var sender = new BatchSender(client, tally, time);
            await new SendProgress(console, tally, time).RunAsync(
                files,
                () => sender.SendAsync(Concat(files, maxEvents, cancellationToken), request.Rate, cancellationToken));
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private async Task PrintKpisAsync(ReplayRequest request, SendTally tally, CancellationToken cancellationToken)
    {
        var days = new ReportingDays(client);
        var from = request.From ?? (tally.Span is { } first ? await days.DayOfAsync(first.First, cancellationToken) : null);
        var to = request.To ?? (tally.Span is { } last ? await days.DayOfAsync(last.Last, cancellationToken) : null);
        if (from is null || to is null)
        {
            console.WriteLine("No event was accepted, so there are no days to report on.");
            return;
        }

        await new KpiReport(client, console).PrintAsync(from.Value, to.Value, cancellationToken);
    }

    private void Fail(string message) =>
        console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"Failed: {message}\n"), new Style(Color.Red)));

    private static async IAsyncEnumerable<EventBatch> Concat(
        IEnumerable<EventFile> files, int maxEvents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await foreach (var batch in file.ReadAsync(maxEvents, cancellationToken))
            {
                yield return batch;
            }
        }
    }
}

/// <param name="Files">Full paths, sent one after the other.</param>
/// <param name="Rate">Events per second; null for as fast as possible.</param>
/// <param name="From">First day of the printed KPIs; null for the day of the earliest event.</param>
/// <param name="To">Last day of the printed KPIs; null for the day of the latest event.</param>
internal sealed record ReplayRequest(IReadOnlyList<string> Files, int? Rate, DateOnly? From, DateOnly? To);
