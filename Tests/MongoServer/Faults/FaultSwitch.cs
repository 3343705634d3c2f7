using System.Collections.Concurrent;

namespace Pipeline.MongoServer.Faults;

/// <summary>The faults that wait for their command.</summary>
internal sealed class FaultSwitch
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Fault>> _waiting = new(StringComparer.Ordinal);

    public void Add(string command, Fault fault) => _waiting.GetOrAdd(command, _ => []).Enqueue(fault);

    public Fault? Take(string command) =>
        _waiting.TryGetValue(command, out var faults) && faults.TryDequeue(out var fault) ? fault : null;
}
