using Microsoft.Extensions.Logging;
using Pipeline.Jobs.Rollups;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>Tells how many warnings the refreshers have logged.</summary>
internal sealed class WarningCounter : ILogger<RefreshMarks>
{
    public int Count { get; private set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Count += logLevel == LogLevel.Warning ? 1 : 0;
}
