using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Queue;

public sealed class EnvelopeCodecTests
{
    private static readonly Guid Producer = Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11");
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly Gen<EnvelopeItem> GenItem =
        from text in Gen.String[0, 400]
        from profile in Gen.Bool
        select new EnvelopeItem(
            profile ? EnvelopeItemKind.Profile : EnvelopeItemKind.Event,
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["text"] = text }));

    [Fact]
    public void Encode_AnyItems_AreDecodedInOrderAndNumberedWithoutGap() =>
        GenItem.Array[1, 600].Sample(items =>
        {
            var bodies = EnvelopeCodec.Encode(Producer, 41, ReceivedAt, items);

            var next = 41L;
            var decoded = new List<EnvelopeItem>();
            foreach (var (body, sent) in bodies.Select(encoded => (encoded.Body, encoded.Header)))
            {
                Assert.True(TryDecode(body, out var read, out var header, out _));
                Assert.Equal(sent, header);
                Assert.Equal((Producer, next, ReceivedAt), (header!.Producer, header.Sequence, header.ReceivedAt));
                next += read.Count;
                decoded.AddRange(read);
            }

            Assert.Equal(
                items.OrderBy(item => item.Kind).Select(Text),
                decoded.Select(Text));
        }, iter: 200);

    [Fact]
    public void Encode_AnyItems_GivesAsciiWithinTheLimit() =>
        GenItem.Array[1, 600].Sample(
            items => EnvelopeCodec.Encode(Producer, EnvelopeCodec.MaxSequence - 1_000, ReceivedAt, items).All(
                encoded => encoded.Body.Length <= EnvelopeCodec.MaxBodyLength && Ascii.IsValid(encoded.Body)),
            iter: 200);

    [Fact]
    public void Encode_IncompressibleItems_SplitsThem()
    {
        var random = new Random(5);
        var items = Enumerable.Range(0, 40).Select(_ => Item(Convert.ToBase64String(RandomBytes(random, 6_000)))).ToArray();

        var bodies = EnvelopeCodec.Encode(Producer, 0, ReceivedAt, items);

        Assert.True(bodies.Count > 1);
        Assert.Equal(40, bodies.Sum(encoded => encoded.Header.Count));
    }

    [Fact]
    public void Encode_ManySimilarEvents_FitsAThousandIntoOneBody()
    {
        var items = Enumerable.Range(0, 1_000).Select(n => Item($"user {n % 97} looked at /product/{n % 31} of the shop")).ToArray();

        Assert.Single(EnvelopeCodec.Encode(Producer, 0, ReceivedAt, items));
    }

    [Fact]
    public void Encode_MoreItemsThanAnEnvelopeHolds_SplitsThem()
    {
        var items = Enumerable.Repeat(Item("x"), EnvelopeCodec.MaxItems + 1).ToArray();

        Assert.Equal(2, EnvelopeCodec.Encode(Producer, 0, ReceivedAt, items).Count);
    }

    [Fact]
    public void Encode_OneItemLargerThanABody_Throws() =>
        Assert.Throws<ArgumentException>(() => EnvelopeCodec.Encode(
            Producer, 0, ReceivedAt, [Item(Convert.ToBase64String(RandomBytes(new Random(5), 90_000)))]));

    [Fact]
    public void Encode_WithVoidNumbers_TheFirstEnvelopeTellsOfThem()
    {
        var random = new Random(5);
        var items = Enumerable.Range(0, 40).Select(_ => Item(Convert.ToBase64String(RandomBytes(random, 6_000)))).ToArray();
        SequenceRange[] voided = [.. Enumerable.Range(0, EnvelopeCodec.MaxVoidRanges)
            .Select(n => new SequenceRange(EnvelopeCodec.MaxSequence - 5_000 + 3 * n, EnvelopeCodec.MaxSequence - 5_000 + 3 * n + 2))];

        var bodies = EnvelopeCodec.Encode(Producer, 41, ReceivedAt, items, voided).Select(encoded => encoded.Body).ToList();

        Assert.All(bodies, body => Assert.InRange(body.Length, 1, EnvelopeCodec.MaxBodyLength));
        Assert.Equal(voided, Envelope.Decode(bodies[0]).Header.Void);
        Assert.All(bodies.Skip(1), body => Assert.Empty(Envelope.Decode(body).Header.Void));
        Assert.Equal(items.Select(Text), bodies.SelectMany(body => Envelope.Decode(body).Items).Select(Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EncodeHeartbeat_Any_IsDecodedAsAnEnvelopeWithoutItems(bool isLast)
    {
        var heartbeat = new EnvelopeHeader(Producer, 41, 0, ReceivedAt) { Void = [new(3, 5), new(9, 41)], IsLast = isLast };

        Assert.True(TryDecode(EnvelopeCodec.EncodeHeartbeat(heartbeat).Body, out var items, out var header, out _));

        Assert.Empty(items);
        Assert.Equal(heartbeat.Void, header!.Void);
        Assert.Equal(heartbeat, header with { Void = heartbeat.Void });
    }

    [Theory]
    [InlineData("\"void\":[[5,5]],\"events\":[]}")]
    [InlineData("\"void\":[[-1,5]],\"events\":[]}")]
    [InlineData("\"void\":[[1,9000000000000000000]],\"events\":[]}")]
    [InlineData("\"void\":[[1]],\"events\":[]}")]
    [InlineData("\"void\":[[1,2,3]],\"events\":[]}")]
    [InlineData("\"void\":[7],\"events\":[]}")]
    [InlineData("\"void\":7,\"events\":[]}")]
    [InlineData("\"void\":[[1,2]]}")]
    [InlineData("\"last\":false,\"events\":[]}")]
    [InlineData("\"last\":true}")]
    public void TryDecode_MalformedWordsOfTheProducer_GivesAFaultAlone(string rest)
    {
        var body = $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":0,"receivedAt":"2026-03-01T12:00:00Z",{{rest}}""";

        Assert.False(TryDecode(body, out _, out var header, out _));
        Assert.Null(header);
    }

    [Fact]
    public void TryDecode_TooManyVoidRanges_IsRefused()
    {
        var ranges = string.Join(',', Enumerable.Range(0, EnvelopeCodec.MaxVoidRanges + 1).Select(n => $"[{2 * n},{2 * n + 1}]"));

        Assert.False(TryDecode(
            $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":0,"receivedAt":"2026-03-01T12:00:00Z","void":[{{ranges}}],"events":[]}""",
            out _, out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"v":2,"producer":"0197f0a47a357c119d3e2b8f0c6a5e11","seq":0,"count":0,"receivedAt":"2026-03-01T12:00:00Z","events":[]}""")]
    [InlineData("""{"v":1,"producer":"nobody","seq":0,"count":0,"receivedAt":"2026-03-01T12:00:00Z","events":[]}""")]
    [InlineData("""{"v":1,"producer":"0197f0a47a357c119d3e2b8f0c6a5e11","seq":-1,"count":0,"receivedAt":"2026-03-01T12:00:00Z","events":[]}""")]
    [InlineData("""{"v":1,"producer":"0197f0a47a357c119d3e2b8f0c6a5e11","seq":9000000000000000000,"count":0,"receivedAt":"2026-03-01T12:00:00Z","events":[]}""")]
    [InlineData("""{"v":1,"producer":"0197f0a47a357c119d3e2b8f0c6a5e11","seq":0,"count":0,"receivedAt":"yesterday","events":[]}""")]
    [InlineData("""{"v":1,"producer":"0197f0a47a357c119d3e2b8f0c6a5e11","seq":0,"count":0,"receivedAt":"9999-12-31T12:00:00Z","events":[]}""")]
    public void TryDecode_NoReadableHeader_GivesAFaultAlone(string body)
    {
        Assert.False(TryDecode(body, out _, out var header, out var fault));
        Assert.Null(header);
        Assert.Equal("envelope", fault.Field);
    }

    [Theory]
    [InlineData("\"events\":[{}]}")]
    [InlineData("\"events\":[{},{}")]
    [InlineData("\"events\":[{},{}],\"more\":[]}")]
    [InlineData("\"events\":{}}")]
    [InlineData("\"zstd\":\"AAAA\"}")]
    [InlineData("\"zstd\":\"not base64\"}")]
    [InlineData("\"zstd\":7}")]
    public void TryDecode_DamagedContent_StillTellsWhatWasCarried(string content)
    {
        var body = $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":2,"receivedAt":"2026-03-01T12:00:00Z",{{content}}""";

        Assert.False(TryDecode(body, out _, out var header, out var fault));
        Assert.Equal((Producer, 7L, 2), (header!.Producer, header.Sequence, header.Count));
        Assert.NotNull(fault);
    }

    [Fact]
    public void TryDecode_ContentThatDecompressesToTooMuch_IsRefused()
    {
        using var compressor = new ZstdSharp.Compressor();
        var bomb = Convert.ToBase64String(compressor.Wrap(new byte[EnvelopeCodec.MaxContentBytes + 1]));
        var body = $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":2,"receivedAt":"2026-03-01T12:00:00Z","zstd":"{{bomb}}"}""";

        Assert.False(TryDecode(body, out _, out _, out var fault));
        Assert.Contains("decompress", fault.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void TryDecode_AnyDamage_NeverThrows()
    {
        var body = EnvelopeCodec.Encode(Producer, 0, ReceivedAt, [.. Enumerable.Range(0, 60).Select(n => Item(new string('a', n)))])[0].Body;

        Gen.Select(Gen.Int[0, body.Length - 1], Gen.Char['\u0001', '\u007e']).Sample((at, character) =>
        {
            var damaged = body[..at] + character + body[(at + 1)..];
            TryDecode(damaged, out _, out _, out _);
            TryDecode(body[..at], out _, out _, out _);
        });
    }

    [Fact]
    public void TryDecode_AnyItems_TellsTheirKindsAndNumbers()
    {
        EnvelopeItem[] items = [Item("a"), Item("b"), new(EnvelopeItemKind.Profile, Item("c").Json)];
        var body = EnvelopeCodec.Encode(Producer, 41, ReceivedAt, items).Single();

        EnvelopeCodec.TryDecode(body.Body, Read, out var read, out _, out _);

        Assert.Equal(
            [(EnvelopeItemKind.Event, 41L, body.Header), (EnvelopeItemKind.Event, 42, body.Header), (EnvelopeItemKind.Profile, 43, body.Header)],
            read!);

        static (EnvelopeItemKind, long, EnvelopeHeader) Read(
            EnvelopeHeader header, long sequence, EnvelopeItemKind kind, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
        {
            json.Skip();
            return (kind, sequence, header);
        }
    }

    [Fact]
    public void TryDecode_CompressedContentThatIsNotUtf8_IsRefused()
    {
        using var compressor = new ZstdSharp.Compressor();
        var content = Convert.ToBase64String(compressor.Wrap([.. "{\"events\":[\""u8, 0xC3, .. "\"]}"u8]));
        var body = $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":1,"receivedAt":"2026-03-01T12:00:00Z","zstd":"{{content}}"}""";

        Assert.False(TryDecode(body, out _, out var header, out var fault));
        Assert.Equal(1, header!.Count);
        Assert.Equal("must hold valid UTF-8", fault.Rule);
    }

    [Fact]
    public void TryDecode_ItemNestedDeeperThanAnyEventMayBe_LeavesItsNeighboursReadable()
    {
        using var compressor = new ZstdSharp.Compressor();
        var deep = new string('[', 2 * EventLimits.MaxEventBytes) + new string(']', 2 * EventLimits.MaxEventBytes);
        var content = Convert.ToBase64String(compressor.Wrap(Encoding.ASCII.GetBytes($$"""{"events":[{{deep}},{}]}""")));
        var body = $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":2,"receivedAt":"2026-03-01T12:00:00Z","zstd":"{{content}}"}""";

        Assert.True(TryDecode(body, out var items, out _, out _));
        Assert.Equal(["Event" + deep, "Event{}"], items.Select(Text));
    }

    [Fact]
    public void TryDecode_MoreItemsThanAnEnvelopeMayHold_IsRefusedBeforeTheyAreRead()
    {
        var items = string.Join(',', Enumerable.Repeat("{}", EnvelopeCodec.MaxItems + 1));
        var body = $$"""{"v":1,"producer":"{{Producer:N}}","seq":7,"count":1,"receivedAt":"2026-03-01T12:00:00Z","events":[{{items}}]}""";
        var read = 0;

        Assert.False(EnvelopeCodec.TryDecode(body, Count, out _, out _, out var fault));
        Assert.Contains($"{EnvelopeCodec.MaxItems} items", fault.Rule, StringComparison.Ordinal);
        Assert.Equal(EnvelopeCodec.MaxItems, read);

        int Count(EnvelopeHeader header, long sequence, EnvelopeItemKind kind, ReadOnlyMemory<byte> text, ref Utf8JsonReader json)
        {
            json.Skip();
            return ++read;
        }
    }

    private static bool TryDecode(
        string body,
        [NotNullWhen(true)] out IReadOnlyList<EnvelopeItem>? items,
        out EnvelopeHeader? header,
        [NotNullWhen(false)] out Fault? fault) =>
        EnvelopeCodec.TryDecode(body, Envelope.ReadItem, out items, out header, out fault);

    private static string Text(EnvelopeItem item) => item.Kind + Encoding.UTF8.GetString(item.Json.Span);

    private static EnvelopeItem Item(string text) =>
        new(EnvelopeItemKind.Event, Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}"""));

    private static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
