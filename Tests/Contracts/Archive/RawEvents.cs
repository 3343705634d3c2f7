using System.Globalization;
using System.Text;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Archive;

/// <summary>Events for tests of the archive, and what they are compared by.</summary>
internal static class RawEvents
{
    public static readonly DateOnly Day = new(2026, 3, 1);

    private static readonly DateTimeOffset Start = new(Day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The order of a part.</summary>
    public static IComparer<RawEvent> PartOrder { get; } = Comparer<RawEvent>.Create((one, other) =>
        Encoding.UTF8.GetBytes(one.Event.UserId).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Event.UserId)) is not 0 and var byUser
            ? byUser
            : one.Event.Key.CompareTo(other.Event.Key));

    public static RawEvent Of(
        int number, string userId = "u1", DateOnly? day = null, double seconds = 0, string metadata = """{"device":"mobile"}""") =>
        new(
            new Event(
                IdOf(number),
                (day is { } other ? new DateTimeOffset(other, TimeOnly.MinValue, TimeSpan.Zero) : Start).AddSeconds(seconds),
                userId,
                $"s-{userId}",
                "PAGE_VIEW",
                "/home",
                Encoding.UTF8.GetBytes(metadata)),
            number * 1_000_003L);

    /// <summary>Events of many users, spread over the day, in the order of time.</summary>
    public static IEnumerable<RawEvent> Many(int count, string metadata = """{"device":"mobile","amount":1.5}""") =>
        Enumerable.Range(0, count).Select(number => Of(number, $"user-{number * 7919L % (count / 3 + 1)}", seconds: number * 86_000.0 / count, metadata: metadata));

    public static async IAsyncEnumerable<RawEvent> Stream(IEnumerable<RawEvent> events)
    {
        foreach (var raw in events)
        {
            yield return raw;
        }

        await Task.CompletedTask;
    }

    /// <summary>Everything of an event as text, so that a failed comparison shows what differs.</summary>
    public static string Show(RawEvent raw) => string.Create(
        CultureInfo.InvariantCulture,
        $"{raw.Event with { Metadata = default }} {Convert.ToHexString(raw.Event.Metadata.Span)} {raw.Origin}");

    private static Guid IdOf(int number) => new(number, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12);
}
