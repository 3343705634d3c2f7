using System.Runtime.CompilerServices;
using System.Text;
using CsCheck;
using MongoDB.Bson;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;
using Xunit;

namespace Pipeline.Core.Tests.Processing.Raw.Mongo;

public sealed class RawEventSerializerTests
{
    private static readonly Gen<string> Text = Gen.Char["aZ09 _/\"\u0000ßé日本"].Array[1, 600].Select(text => new string(text) + "🛒");

    private static readonly Gen<DateTimeOffset> Time = Gen.Long[-62_135_596_800_000, 253_402_300_799_999]
        .Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<string> Metadata = Gen.OneOf(Gen.Const(""), Text.Select(text => $$"""{"productName":"{{text}}"}"""));

    public RawEventSerializerTests() => RuntimeHelpers.RunClassConstructor(
        typeof(RawEvent).Assembly.GetType("Pipeline.Core.Processing.Raw.Mongo.RawCollection", throwOnError: true)!.TypeHandle);

    [Fact]
    public void Serialize_AnyEvent_WritesTheBytesOfTheDriversOwnWriter() =>
        Gen.Select(Time, Gen.Guid, Gen.Select(Text, Text, Text, Text), Metadata, Gen.Long).Sample((time, id, texts, metadata, origin) =>
        {
            var (user, session, type, page) = texts;
            var raw = new RawEvent(new Event(id, time, user, session, type, page, Encoding.UTF8.GetBytes(metadata)), origin);
            var document = new BsonDocument { { "_id", KeyOf(time, id) }, { "u", user }, { "s", session }, { "y", type }, { "p", page } };
            document.Add("m", metadata, metadata.Length > 0).Add("o", origin);

            Assert.Equal(document.ToBson(), raw.ToBson());
        });

    [Fact]
    public void Serialize_HalfASurrogatePair_IsRefused()
    {
        var raw = new RawEvent(new Event(Guid.NewGuid(), DateTimeOffset.UnixEpoch, "u", "s", "T", "\uD83D", default), 1);

        Assert.Throws<EncoderFallbackException>(() => raw.ToBson());
    }

    private static byte[] KeyOf(DateTimeOffset time, Guid id) =>
        [.. BitConverter.GetBytes(time.ToUnixTimeMilliseconds() ^ long.MinValue).Reverse(), .. id.ToByteArray(bigEndian: true)];
}
