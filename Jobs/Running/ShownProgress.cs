using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>The progress of a run at work, beside its Hangfire job: as text for people, and as values for the dashboard's bar.</summary>
public static class ShownProgress
{
    private const string TextParameter = "Progress";
    private const string ValuesParameter = "ProgressValues";

    /// <summary>Reads the values from a Hangfire job's parameters; null when it has not reported any.</summary>
    /// <param name="parameters">By name; each is a JSON text, as Hangfire stores it.</param>
    public static RunProgress? Read(IDictionary<string, string> parameters) =>
        parameters.TryGetValue(ValuesParameter, out var stored) && JsonSerializer.Deserialize<string>(stored) is { } values
            ? JsonSerializer.Deserialize<RunProgress>(values, JsonSerializerOptions.Web)
            : null;

    /// <summary>For people: <c>1,200 of 5,000 (24 %), 120 a second, 32 s left</c>.</summary>
    public static string Describe(RunProgress progress)
    {
        var share = progress.Total is > 0 and var total ? $" of {total:N0} ({100 * progress.Done / total} %)" : "";
        var left = progress.SecondsLeft is { } seconds ? $", {seconds:N0} s left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Done:N0}{share}, {progress.PerSecond:N0} a second{left}");
    }

    internal static void Note(Action<string, string> setJobParameter, RunProgress progress)
    {
        setJobParameter(TextParameter, Describe(progress));
        setJobParameter(ValuesParameter, JsonSerializer.Serialize(progress, JsonSerializerOptions.Web));
    }
}
