using Microsoft.Extensions.Logging;

namespace Pipeline.Testing.Fakes;

/// <summary>Keeps the level and the values of every message, for tests about what is said and how often.</summary>
public sealed class RecordingLogger<T> : ILogger<T>
{
    private readonly Lock _lock = new();
    private readonly List<(LogLevel Level, int Id, IReadOnlyDictionary<string, object?> Values)> _messages = [];

    public IReadOnlyList<(LogLevel Level, int Id, IReadOnlyDictionary<string, object?> Values)> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            _messages.Add((logLevel, eventId.Id, ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary()));
        }
    }
}
