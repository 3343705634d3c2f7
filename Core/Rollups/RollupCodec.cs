using System.Text.Encodings.Web;
using System.Text.Json;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Pipeline.Core.Rollups;

/// <summary>
/// A rollup as bytes: JSON, compressed with zstd. Equal rollups have equal bytes, so that a change of content can be seen without
/// decoding.
/// </summary>
public static class RollupCodec
{
    private const int Version = 1;
    private const int Level = 3;

    /// <summary>No bucket comes near it; a damaged length must not take the process's memory.</summary>
    private const int MaxDecodedBytes = 512 << 20;

    private static readonly RollupJsonContext Json = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    // Contexts are costly to make and not safe to share.
    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    public static ReadOnlyMemory<byte> Encode(Rollup rollup)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(rollup.ToDocument(Version), Json.RollupDocument);
        _compressor ??= NewCompressor();
        return _compressor.Wrap(json).ToArray();
    }

    /// <exception cref="InvalidDataException">The content is damaged or of a newer version.</exception>
    public static Rollup Decode(ReadOnlyMemory<byte> content)
    {
        try
        {
            _decompressor ??= new Decompressor();
            var json = _decompressor.Unwrap(content.Span, MaxDecodedBytes);
            var document = JsonSerializer.Deserialize(json, Json.RollupDocument)!;
            return document.Version == Version
                ? document.ToRollup()
                : throw new InvalidDataException($"A rollup has version {document.Version}; this program reads {Version}.");
        }
        catch (Exception e) when (e is ZstdException or JsonException or ArgumentException)
        {
            throw new InvalidDataException("A stored rollup is damaged.", e);
        }
    }

    private static Compressor NewCompressor()
    {
        var compressor = new Compressor(Level);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor;
    }
}
