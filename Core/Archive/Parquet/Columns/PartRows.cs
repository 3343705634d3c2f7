using ParquetSharp;
using Pipeline.Core.Archive.Parquet.Sorting;

namespace Pipeline.Core.Archive.Parquet.Columns;

/// <summary>The rows of one row group, by column: what is written next, or was read last. Not thread-safe.</summary>
/// <param name="capacity">Most rows.</param>
internal sealed class PartRows(int capacity)
{
    private readonly FixedColumn _ids = new(PartSchema.UuidBytes, capacity, optional: false);
    private readonly long[] _times = new long[capacity];
    private readonly TextColumn _users = new(capacity, optional: false);
    private readonly TextColumn _sessions = new(capacity, optional: false);
    private readonly TextColumn _types = new(capacity, optional: false);
    private readonly TextColumn _pages = new(capacity, optional: false);
    private readonly TextColumn _metadata = new(capacity, optional: true);
    private readonly long[] _origins = new long[capacity];
    private readonly FactColumns _facts = new(capacity);

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>Event times in milliseconds since 1970.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    public TextColumn Users => _users;

    public EventFields this[int row] => new()
    {
        Time = _times[row],
        EventId = _ids[row],
        UserId = _users[row],
        SessionId = _sessions[row],
        EventType = _types[row],
        Page = _pages[row],
        Metadata = _metadata[row],
        Origin = _origins[row],
    };

    public void Clear()
    {
        Count = 0;
        _ids.Clear();
        _users.Clear();
        _sessions.Clear();
        _types.Clear();
        _pages.Clear();
        _metadata.Clear();
        _facts.Clear();
    }

    public void Append(in EventFields fields)
    {
        _ids.Append(fields.EventId);
        _times[Count] = fields.Time;
        _users.Append(fields.UserId);
        _sessions.Append(fields.SessionId);
        _types.Append(fields.EventType);
        _pages.Append(fields.Page);
        if (fields.Metadata.IsEmpty)
        {
            _metadata.AppendNull();
        }
        else
        {
            _metadata.Append(fields.Metadata);
        }

        _origins[Count] = fields.Origin;
        _facts.Append(fields.Metadata);
        Count++;
    }

    /// <summary>Whether the columns that follow from the metadata do.</summary>
    /// <param name="expected">Overwritten.</param>
    public bool HasFactsOfItsMetadata(FactColumns expected)
    {
        expected.Clear();
        for (var row = 0; row < Count; row++)
        {
            expected.Append(_metadata[row]);
        }

        return _facts.EqualTo(expected);
    }

    public void WriteTo(RowGroupWriter group)
    {
        Next(_ids.WriteTo);
        Next(column => ((ColumnWriter<long>)column).WriteBatch(_times.AsSpan(0, Count)));
        Next(_users.WriteTo);
        Next(_sessions.WriteTo);
        Next(_types.WriteTo);
        Next(_pages.WriteTo);
        Next(_metadata.WriteTo);
        Next(column => ((ColumnWriter<long>)column).WriteBatch(_origins.AsSpan(0, Count)));
        _facts.WriteTo(Next);

        void Next(Action<ColumnWriter> write)
        {
            using var column = group.NextColumn();
            write(column);
        }
    }

    /// <summary>Replaces the rows by those of a row group.</summary>
    /// <param name="group">A row group.</param>
    /// <param name="rows">How many rows it has: at most the capacity.</param>
    /// <param name="withFacts">Whether to read the columns that follow from the metadata as well.</param>
    public void ReadFrom(RowGroupReader group, int rows, bool withFacts)
    {
        Clear();
        var next = 0;
        Next(column => _ids.ReadFrom(column, rows));
        Next(column => Read(column, _times.AsSpan(0, rows)));
        Next(column => _users.ReadFrom(column, rows));
        Next(column => _sessions.ReadFrom(column, rows));
        Next(column => _types.ReadFrom(column, rows));
        Next(column => _pages.ReadFrom(column, rows));
        Next(column => _metadata.ReadFrom(column, rows));
        Next(column => Read(column, _origins.AsSpan(0, rows)));
        if (withFacts)
        {
            _facts.ReadFrom(rows, Next);
        }

        Count = rows;

        void Next(Action<ColumnReader> read)
        {
            using var column = group.Column(next++);
            read(column);
        }
    }

    private static void Read(ColumnReader column, Span<long> values)
    {
        var reader = (ColumnReader<long>)column;
        while (!values.IsEmpty)
        {
            reader.ReadBatch(values.Length, values, out var read);
            if (read == 0)
            {
                throw new UnexpectedPartException("a column has too few rows");
            }

            values = values[(int)read..];
        }
    }
}
