using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>
/// Sorts any number of events in bounded memory: buffers of sorted records are written to a directory and merged in the end. While one
/// buffer is sorted and written, the other is filled. Not thread-safe.
/// </summary>
/// <param name="memoryBytes">Most bytes of records in memory.</param>
/// <param name="directory">Where runs are written. Whoever gave it removes them.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class EventSorter(long memoryBytes, ScratchDirectory directory, CancellationToken cancellationToken) : IAsyncDisposable
{
    // Each open run has buffers of its own.
    private const int MaxMerged = 64;

    private readonly ContentHash _hash = new();
    private readonly Queue<string> _runs = [];
    private RecordBuffer _filling = new(memoryBytes / 2);
    private RecordBuffer _spare = new(memoryBytes / 2);
    private Task _spilling = Task.CompletedTask;
    private int _named;

    /// <summary>What was added so far.</summary>
    public PartContent Content => _hash.ToContent();

    public ValueTask AddAsync(in RawEvent raw)
    {
        if (!_filling.HasRoomFor(EventRecord.MaxSize(raw)))
        {
            return SpillAndAddAsync(raw);
        }

        _hash.Add(_filling.Add(raw));
        return ValueTask.CompletedTask;
    }

    /// <summary>All events that were added, in order. To be disposed of before the sorter.</summary>
    public async Task<RecordSource> SortAsync()
    {
        await _spilling;
        if (_runs.Count == 0)
        {
            return _filling.Sort();
        }

        await SpillAsync();
        await _spilling;
        // The runs' buffers take their place.
        (_filling, _spare) = (new RecordBuffer(0), new RecordBuffer(0));
        while (_runs.Count > MaxMerged)
        {
            using var some = OpenRuns(MaxMerged);
            WriteRun(some);
        }

        return OpenRuns(_runs.Count);
    }

    public async ValueTask DisposeAsync() =>
        // What it may have failed with matters no longer; but it writes into a directory that goes away.
        await _spilling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async ValueTask SpillAndAddAsync(RawEvent raw)
    {
        await SpillAsync();
        _hash.Add(_filling.Add(raw));
    }

    private async Task SpillAsync()
    {
        await _spilling;
        var full = _filling;
        (_filling, _spare) = (_spare, full);
        _spilling = Task.Run(
            () =>
            {
                using var sorted = full.Sort();
                WriteRun(sorted);
                full.Clear();
            },
            cancellationToken);
    }

    private void WriteRun(RecordSource sorted)
    {
        var path = directory.FilePath($"run-{_named++}");
        RunFile.Write(path, sorted, cancellationToken);
        _runs.Enqueue(path);
    }

    private MergedRecords OpenRuns(int count)
    {
        var opened = new List<RecordSource>(count);
        try
        {
            while (opened.Count < count)
            {
                opened.Add(RunFile.Open(_runs.Dequeue()));
            }

            return new MergedRecords(opened);
        }
        catch
        {
            opened.ForEach(run => run.Dispose());
            throw;
        }
    }
}
