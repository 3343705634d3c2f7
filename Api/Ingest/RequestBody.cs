using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace Pipeline.Api.Ingest;

/// <summary>Reads a whole request body into pooled memory and refuses what no endpoint here can read.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>The body, without byte order mark. The caller disposes of the buffer.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than <paramref name="limit"/>, corrupt, or not UTF-8.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var expected = (int)Math.Min(request.ContentLength ?? limit / 16, limit);
        var body = new PooledBuffer(expected + 1);
        try
        {
            await FillAsync(body, request.Body, limit, cancellationToken);
            return Utf8.IsValid(body.Written.Span) ? body : throw Refuse(StatusCodes.Status400BadRequest, "must be valid UTF-8");
        }
        catch (Exception refusal)
        {
            body.Dispose();

            // The server's own limit may trip first, even though ours is the same or lower.
            if (refusal is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
            {
                throw RefuseSize(limit);
            }

            // What the framework's decompressing streams throw, depending on the encoding, when the data is corrupt or cut off.
            if (refusal is InvalidDataException or InvalidOperationException)
            {
                throw Refuse(StatusCodes.Status400BadRequest, "must be what its Content-Encoding says");
            }

            throw;
        }
    }

    /// <summary>A small body as an object.</summary>
    /// <exception cref="BadHttpRequestException">It is not one, or as <see cref="ReadAsync"/>.</exception>
    public static async Task<T> ReadJsonAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int limit, CancellationToken cancellationToken)
    {
        using var body = await ReadAsync(request, limit, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(WithoutMark(body.Written).Span, type) ?? throw Malformed();
        }
        catch (JsonException)
        {
            // The exception's own message quotes the text.
            throw Malformed();
        }

        BadHttpRequestException Malformed() => Refuse(
            StatusCodes.Status400BadRequest,
            $"must be a JSON object with no members other than {string.Join(", ", type.Properties.Select(member => member.Name))}");
    }

    /// <summary>The body's media type, if it is one of <paramref name="accepted"/>.</summary>
    /// <exception cref="BadHttpRequestException">It is not, or the text is not UTF-8, or it is still encoded.</exception>
    public static string CheckType(HttpRequest request, params ReadOnlySpan<string> accepted)
    {
        // The middleware removes the header when it knows the encoding.
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw Refuse(StatusCodes.Status415UnsupportedMediaType, "must have a Content-Encoding of gzip, br or deflate, or none");
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsUtf8(type))
        {
            throw RefuseType(accepted);
        }

        foreach (var candidate in accepted)
        {
            if (type.MediaType.Equals(candidate, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }
        }

        throw RefuseType(accepted);
    }

    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith(ByteOrderMark) ? text[ByteOrderMark.Length..] : text;

    public static BadHttpRequestException Refuse(int status, string rule) => new($"body: {rule}", status);

    private static async Task FillAsync(PooledBuffer body, Stream source, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            // One byte more than the limit is enough to know: the rest of a decompression bomb is never unpacked.
            var memory = body.GetMemory(1);
            var free = Math.Min(memory.Length, limit + 1 - body.WrittenCount);
            var read = await source.ReadAsync(memory[..free], cancellationToken);
            if (read == 0)
            {
                return;
            }

            body.Advance(read);
            if (body.WrittenCount > limit)
            {
                throw RefuseSize(limit);
            }
        }
    }

    private static BadHttpRequestException RefuseSize(int limit) =>
        Refuse(StatusCodes.Status413PayloadTooLarge, $"must be at most {limit} bytes");

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static BadHttpRequestException RefuseType(ReadOnlySpan<string> accepted) => Refuse(
        StatusCodes.Status415UnsupportedMediaType, $"must be {string.Join(" or ", accepted!)} in UTF-8 by its Content-Type");
}
