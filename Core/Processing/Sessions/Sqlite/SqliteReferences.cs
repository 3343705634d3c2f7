using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Sqlite;

namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <summary>
/// The references of one transaction: an append-only table per UTC day, in which each reference points to the previous one of
/// the same visit on that day. A visit stores its last one. An index would be written to wherever a live visit lies
/// in it; measured with 100,000 live sessions, that doubles the cost of a touch. When a day is sealed its table is renamed, and later references
/// point to those in there.
/// </summary>
/// <remarks>Numbers are never reused, so a number of a day that was dropped meanwhile finds nothing, not another visit's reference.</remarks>
internal sealed class SqliteReferences(SqliteSession session)
{
    private readonly SortedDictionary<DateOnly, List<Entry>> _added = [];
    private readonly Dictionary<DateOnly, IReadOnlyList<string>> _tables = [];
    private long? _lastNumber;

    /// <summary>Adds a reference and returns its number; <see cref="Flush"/> writes it.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="previous">Number of the visit's last reference on that day; 0 when there is none.</param>
    public long Add(EventReference reference, long previous)
    {
        _lastNumber ??= SqliteCounters.Get(session, SqliteCounters.Reference) ?? 0;
        var number = ++_lastNumber;
        if (!_added.TryGetValue(reference.Day, out var entries))
        {
            _added.Add(reference.Day, entries = []);
        }

        entries.Add(new Entry(number.Value, previous, reference.Keys));
        return number.Value;
    }

    public void Flush()
    {
        foreach (var (day, entries) in _added)
        {
            // Prepared only for this use: a batch may have events of thousands of days.
            using var create = session.Prepare(
                $"""
                CREATE TABLE IF NOT EXISTS {RawNames.ReferencesOf(day)} (
                    reference_no INTEGER PRIMARY KEY,
                    previous INTEGER NOT NULL,
                    keys BLOB NOT NULL)
                """);
            create.Execute();
            using var insert = session.Prepare($"INSERT INTO {RawNames.ReferencesOf(day)} VALUES (?, ?, ?)");
            foreach (var entry in entries)
            {
                insert.Bind(1, entry.Number).Bind(2, entry.Previous).BindBlob(3, entry.Keys).Execute();
            }
        }

        if (_lastNumber is { } last)
        {
            SqliteCounters.Raise(session, SqliteCounters.Reference, last);
        }
    }

    /// <summary>Whether these already are the visit's last references on a day, so that adding them again would only waste space.</summary>
    /// <param name="day">The day.</param>
    /// <param name="last">Number of the visit's last reference on that day.</param>
    /// <param name="references">The references, in the order in which they would be added.</param>
    public bool AreLast(DateOnly day, long last, IEnumerable<EventReference> references)
    {
        using var stored = Walk(day, last).GetEnumerator();
        return references.Reverse().All(reference => stored.MoveNext() && stored.Current.AsSpan().SequenceEqual(reference.Keys));
    }

    /// <summary>The keys of a visit's events on a day, reference by reference, the last one first.</summary>
    public IEnumerable<EventKey> Read(DateOnly day, long last) => Walk(day, last).SelectMany(keys => EventReference.Read(day, keys));

    private IEnumerable<byte[]> Walk(DateOnly day, long last)
    {
        while (last != 0 && Find(day, last) is { } found)
        {
            last = found.Previous;
            yield return found.Keys;
        }
    }

    private Entry? Find(DateOnly day, long number)
    {
        foreach (var table in TablesOf(day))
        {
            var find = session.Statement($"SELECT previous, keys FROM {table} WHERE reference_no = ?");
            if (find.Bind(1, number).Step())
            {
                var found = new Entry(number, find.Number(0), find.Bytes(1).ToArray());
                find.Reset();
                return found;
            }
        }

        return null;
    }

    /// <summary>The day's tables that exist, the one with the latest references first. None appears or goes while the transaction lasts.</summary>
    private IReadOnlyList<string> TablesOf(DateOnly day)
    {
        if (!_tables.TryGetValue(day, out var tables))
        {
            var open = RawNames.ReferencesOf(day);
            var older = SealedTables.WithReferences(session, day).Select(RawNames.ReferencesOf).Reverse();
            _tables.Add(day, tables = session.HasTable(open) ? [open, .. older] : [.. older]);
        }

        return tables;
    }

    private readonly record struct Entry(long Number, long Previous, byte[] Keys);
}
