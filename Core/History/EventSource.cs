using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>One of the places where events of a day lie.</summary>
/// <param name="CountAsync">Tells how many events it has.</param>
/// <param name="ReadAsync">Reads those from one instant up to, not including, another.</param>
/// <param name="FindAsync">Finds those with some keys.</param>
internal sealed record EventSource(
    Func<CancellationToken, Task<long>> CountAsync,
    Func<DateTimeOffset, DateTimeOffset, CancellationToken, IAsyncEnumerable<RawEvent>> ReadAsync,
    Func<IReadOnlyCollection<EventKey>, CancellationToken, Task<IReadOnlyList<RawEvent>>> FindAsync)
{
    public static EventSource Of(IRawStore raw, DateOnly day) => new(
        token => raw.CountAsync(day, token),
        raw.ReadAsync,
        async (keys, token) => await raw.ReadAsync(keys, token).ToListAsync(token));

    public static EventSource Of(ISealedDays sealedDays, SealedDay day) => new(
        token => sealedDays.CountAsync(day, token),
        (from, to, token) => sealedDays.ReadAsync(day, from, to, token),
        (keys, token) => sealedDays.FindAsync(day, keys, token));

    public static EventSource Of(IArchivedEvents archive, ArchivedPart part) => new(
        _ => Task.FromResult(part.Rows),
        (from, to, token) => archive.ReadAsync(part, from, to, token),
        (keys, token) => archive.FindAsync(part, keys, token));
}
