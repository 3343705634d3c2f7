using System.IO.Hashing;
using System.Text.Unicode;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>
/// Numbers UTF-8 keys in the order in which they first come: 0, 1, 2 … Many stored maps are added up without making a string of
/// any key before the end. Its own chains, because a <c>Dictionary</c> with an alternate lookup took 1.6 times as long for 76 days of
/// 7,000 queries. Not thread-safe.
/// </summary>
internal sealed class KeyTable
{
    private const int InitialKeys = 64;

    /// <summary>Keys come from clients: nobody outside may be able to choose keys that collide.</summary>
    private static readonly long Seed = Random.Shared.NextInt64();

    private byte[] _bytes = new byte[1_024];
    private int[] _ends = new int[InitialKeys];
    private int[] _hashes = new int[InitialKeys];
    private int[] _next = new int[InitialKeys];
    private int[] _buckets = new int[InitialKeys];
    private int _last = -1;

    public int Count { get; private set; }

    /// <summary>The number of a key, which is added if it is new.</summary>
    public int NumberOf(ReadOnlySpan<byte> key)
    {
        // Stored maps are sorted and mostly have the same keys: a key is usually followed by the same key as in the map before.
        var guess = _last + 1;
        return _last = guess < Count && BytesOf(guess).SequenceEqual(key) ? guess : Find(key);
    }

    public string Text(int number) => System.Text.Encoding.UTF8.GetString(BytesOf(number));

    private ReadOnlySpan<byte> BytesOf(int number)
    {
        var start = number == 0 ? 0 : _ends[number - 1];
        return _bytes.AsSpan(start, _ends[number] - start);
    }

    private int Find(ReadOnlySpan<byte> key)
    {
        var hash = (int)XxHash3.HashToUInt64(key, Seed);
        for (var number = _buckets[hash & (_buckets.Length - 1)] - 1; number >= 0; number = _next[number])
        {
            if (_hashes[number] == hash && BytesOf(number).SequenceEqual(key))
            {
                return number;
            }
        }

        return Add(key, hash);
    }

    private int Add(ReadOnlySpan<byte> key, int hash)
    {
        if (!Utf8.IsValid(key))
        {
            throw new InvalidDataException("A key is not UTF-8.");
        }

        if (Count == _hashes.Length)
        {
            Grow();
        }

        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (_bytes.Length - start < key.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, start + key.Length));
        }

        key.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + key.Length;
        _hashes[Count] = hash;
        Link(Count);
        return Count++;
    }

    private void Grow()
    {
        var size = 2 * Count;
        Array.Resize(ref _ends, size);
        Array.Resize(ref _hashes, size);
        Array.Resize(ref _next, size);
        _buckets = new int[size];
        for (var number = 0; number < Count; number++)
        {
            Link(number);
        }
    }

    // Hash buckets hold the number plus one, so that zero means empty.
    private void Link(int number)
    {
        ref var bucket = ref _buckets[_hashes[number] & (_buckets.Length - 1)];
        _next[number] = bucket - 1;
        bucket = number + 1;
    }
}
