namespace Pipeline.Core.Archive.Local;

/// <summary>One at a time for each key. Thread-safe.</summary>
internal sealed class KeyedLocks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Turn> _turns = [];

    /// <summary>Waits for its turn, which ends when the answer is disposed of.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (_gate)
        {
            if (!_turns.TryGetValue(key, out turn!))
            {
                _turns.Add(key, turn = new Turn());
            }

            turn.Interested++;
        }

        try
        {
            await turn.Semaphore.WaitAsync(cancellationToken);
            return new Release(this, key, turn);
        }
        catch
        {
            Leave(key, turn);
            throw;
        }
    }

    private void Leave(string key, Turn turn)
    {
        lock (_gate)
        {
            if (--turn.Interested == 0)
            {
                _turns.Remove(key);
                turn.Semaphore.Dispose();
            }
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Semaphore { get; } = new(1);

        public int Interested { get; set; }
    }

    private sealed class Release(KeyedLocks locks, string key, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            turn.Semaphore.Release();
            locks.Leave(key, turn);
        }
    }
}
