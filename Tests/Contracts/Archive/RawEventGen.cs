using System.Text;
using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Contracts.Archive;

/// <summary>Raw events of one day with everything that ingest takes: odd texts, no metadata, users with many events, extreme days.</summary>
internal static class RawEventGen
{
    private const long MillisecondsPerDay = 86_400_000;

    private static readonly Gen<Rune> Character =
        Gen.Int[0x20, 0x10FFFF].Where(Rune.IsValid).Select(code => new Rune(code)).Where(rune => !Rune.IsControl(rune));

    private static readonly Gen<string> Text =
        Gen.OneOf(
            Gen.OneOf("u", "u1", "u10", "O'Brien", "\"quoted\"", "é", "e\u0301", "\uFFFD", "\U0001F600", "%_*?[a]", " ", "NULL"),
            Character.Array[1, 20].Select(runes => string.Concat(runes)));

    private static readonly Gen<string> Metadata = Gen.OneOf(
        Gen.OneOf(
            "",
            "{}",
            """{ "device" : "mobile", "device" : "tablet" }""",
            """{"query":"","resultCount":0,"amount":-0.0000004}""",
            """{"productId":1001,"productName":"Caf\u00e9 \ud83d\ude00 \u0000","quantity":3}""",
            """{"amount":1e15,"quantity":-1e15,"resultCount":1e300,"query":7}""",
            """{"amount":19.999999499999,"nested":{"device":"x"}}""",
            """{"device":"\ud800","query":"é"}"""),
        Gen.Int[0, 8_000].Select(length => $$"""{"query":"{{new string('q', length)}}"}"""));

    private static readonly Gen<DateOnly> Day = Gen.OneOf(
        DateOnly.MinValue, new DateOnly(1969, 12, 31), new DateOnly(1970, 1, 1), new DateOnly(2026, 3, 1), DateOnly.MaxValue);

    /// <summary>Events of one day, each once, in any order.</summary>
    public static Gen<RawEvent[]> OfOneDay =>
        from day in Day
        from events in EventOf(day).Array[0, 60]
        select events.DistinctBy(raw => raw.Event.Key).ToArray();

    private static Gen<RawEvent> EventOf(DateOnly day)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var time = Gen.OneOf(Gen.OneOf(0, 1, MillisecondsPerDay - 1), Gen.Long[0, MillisecondsPerDay - 1]);
        return
            from id in Gen.Guid
            from at in time
            from texts in Gen.Select(Text, Text, Gen.OneOf("PAGE_VIEW", "SEARCH", "X"), Text)
            from metadata in Metadata
            from origin in Gen.Long
            select new RawEvent(
                new Event(
                    id,
                    DateTimeOffset.FromUnixTimeMilliseconds(start + at),
                    texts.Item1,
                    texts.Item2,
                    texts.Item3,
                    texts.Item4,
                    Encoding.UTF8.GetBytes(metadata)),
                origin);
    }
}
