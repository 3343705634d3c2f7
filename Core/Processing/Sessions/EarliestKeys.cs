using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Processing.Sessions;

/// <summary>Collects keys that arrive in any order, possibly repeated, and keeps the earliest of them.</summary>
/// <param name="from">Keys before this time are left out.</param>
/// <param name="to">Keys from this time on are left out.</param>
/// <param name="limit">How many keys to keep.</param>
internal sealed class EarliestKeys(DateTimeOffset from, DateTimeOffset to, int limit)
{
    private readonly List<EventKey> _keys = [];
    private EventKey? _end;

    public void Add(IEnumerable<EventKey> keys)
    {
        foreach (var key in keys)
        {
            if (key.Timestamp >= from && Wants(key))
            {
                _keys.Add(key);
            }

            // Not at every key: sorting twice as many as are kept costs only a few comparisons per key.
            if (_keys.Count > 2 * limit)
            {
                Trim();
            }
        }
    }

    /// <summary>Whether keys of a UTC day might be kept.</summary>
    public bool Wants(DateOnly day) => day >= DateOnly.FromDateTime(from.UtcDateTime) && Wants(EventReference.FirstKeyOf(day));

    /// <summary>Whether this key, or one after it, might be kept.</summary>
    public bool Wants(EventKey key) => key.Timestamp < to && !(key >= _end);

    /// <summary>The earliest keys, ascending, each once.</summary>
    public IReadOnlyList<EventKey> ToList()
    {
        Trim();
        return _keys;
    }

    private void Trim()
    {
        _keys.Sort();
        var kept = 0;
        for (var i = 0; i < _keys.Count && kept < limit; i++)
        {
            if (kept == 0 || _keys[i] != _keys[kept - 1])
            {
                _keys[kept++] = _keys[i];
            }
        }

        _keys.RemoveRange(kept, _keys.Count - kept);
        if (kept == limit)
        {
            _end = _keys[^1];
        }
    }
}
