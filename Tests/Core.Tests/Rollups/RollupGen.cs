using System.Globalization;
using System.Text;
using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;
using Pipeline.Testing;

namespace Pipeline.Core.Tests.Rollups;

/// <summary>Generated events and rollups: few distinct keys, so that they meet often.</summary>
internal static class RollupGen
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Key = Gen.OneOf("a", "b", "ä", "Z", "été", "😀", "", "\"quoted\"", "a b");

    private static readonly Gen<string> EventType = Gen.OneOf(
        EventTypes.PageView, EventTypes.Search, EventTypes.AddToCart, EventTypes.RemoveFromCart, EventTypes.OrderPlaced,
        EventTypes.ScrollDepth, "LOGIN");

    private static readonly Gen<decimal> Number = Gen.Int[-1_000_000, 1_000_000].Select(Gen.Int[0, 6], (n, scale) =>
        new decimal(Math.Abs(n), 0, 0, n < 0, (byte)scale));

    private static readonly Gen<byte[]> Metadata = Gen.Select(Key, Key, Number, Gen.Int[0, 2], Gen.Bool, (text, name, number, count, full) =>
        Encoding.UTF8.GetBytes(full
            ? $$"""
                {"device":{{Json(text)}},"query":{{Json(name)}},"resultCount":{{count}},"productId":{{Json(text)}},"productName":{{Json(name)}},
                 "quantity":{{number.ToString(CultureInfo.InvariantCulture)}},"amount":{{number.ToString(CultureInfo.InvariantCulture)}}}
                """
            : "{}"));

    /// <summary>An event and the number of its user.</summary>
    public static readonly Gen<(Event Event, int User)> NumberedEvent = Gen.Select(
        Gen.Guid, Gen.Int[0, 3_600_000], Gen.OneOf(Gen.Int[0, 9], Gen.Int[0, 200_000]), EventType, Key, Metadata,
        (id, ms, user, type, page, metadata) =>
            (new Event(id, Noon.AddMilliseconds(ms), $"u{user}", "s", type, page, metadata), user));

    public static readonly Gen<(Event Event, int User)[]> AnyEvents = NumberedEvent.Array[0, 60];

    public static readonly Gen<Rollup> AnyRollup = Gen.Select(AnyEvents, Gen.Int[0, 5], Gen.Int[0, 40], (events, sessions, day) =>
        Fold(events, sessions).Plus(new Rollup
        {
            Days = DailySeries.Of(new DateOnly(2025, 1, 1).AddDays(day), new DayPoint(sessions, day)),
        }));

    public static Rollup Fold(IEnumerable<(Event Event, int User)> events, int sessions = 0)
    {
        var folder = new RollupFolder();
        foreach (var (evt, user) in events)
        {
            folder.Add(evt, user);
        }

        folder.AddSessions(sessions);
        return folder.ToRollup();
    }

    /// <summary>Equal rollups, and only they, have equal bytes.</summary>
    public static bool AreEqual(Rollup a, Rollup b) => a.ToText() == b.ToText();

    private static string Json(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
