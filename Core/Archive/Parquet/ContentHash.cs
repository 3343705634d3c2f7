using System.Globalization;
using System.IO.Hashing;
using Pipeline.Core.Archive.Parquet.Sorting;
using Pipeline.Core.Archive.Parts;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>
/// What a part has in it, whatever the order: number, first and last time, and the sum, modulo 2^128, of the 128-bit XxHash3 of each event's
/// record (<see cref="EventRecord"/>). It finds mistakes and damage; nobody is kept from forging it. Not thread-safe.
/// </summary>
internal sealed class ContentHash
{
    private UInt128 _sum;
    private long _rows;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <param name="record">The record of an event.</param>
    public void Add(ReadOnlySpan<byte> record)
    {
        _sum = unchecked(_sum + XxHash128.HashToUInt128(record));
        var time = EventRecord.TimeOf(record);
        _first = Math.Min(_first, time);
        _last = Math.Max(_last, time);
        _rows++;
    }

    public PartContent ToContent() => new(
        _rows,
        _rows == 0 ? default : DateTimeOffset.FromUnixTimeMilliseconds(_first),
        _rows == 0 ? default : DateTimeOffset.FromUnixTimeMilliseconds(_last),
        _sum.ToString("x32", CultureInfo.InvariantCulture));
}
