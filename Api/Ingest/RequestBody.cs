using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace Pipeline.Api.Ingest;

/// <summary>Reads a whole request body into pooled memory and refuses what no endpoint here can read.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>The body, decompressed. The caller disposes of the buffer.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than <paramref name="limit"/>, corrupt, or not UTF-8.</exception>
    public static async Task<PooledBuffer> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var sent = await FillAsync(request, limit, cancellationToken);
        var encoding = EncodingOf(request);
        var body = encoding.Length == 0 ? sent : Decompress(encoding, sent, limit);
        if (Utf8.IsValid(body.Written.Span))
        {
            return body;
        }

        body.Dispose();
        throw Refuse(StatusCodes.Status400BadRequest, "must be valid UTF-8");
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
        if (EncodingOf(request) is { Length: > 0 } encoding && !ContentDecoder.Knows(encoding))
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

    private static string EncodingOf(HttpRequest request) => request.Headers.ContentEncoding.ToString();

    private static async Task<PooledBuffer> FillAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer((int)Math.Min(request.ContentLength ?? limit / 16, limit) + 1);
        try
        {
            int read;
            do
            {
                // One byte more than the limit is enough to know.
                var memory = body.GetMemory(1);
                read = await request.Body.ReadAsync(memory[..Math.Min(memory.Length, limit + 1 - body.WrittenCount)], cancellationToken);
                body.Advance(read);
            }
            while (read > 0 && body.WrittenCount <= limit);

            return body.WrittenCount <= limit ? body : throw RefuseSize(limit);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The server's own limit may be reached before ours, which is the same or lower.
            body.Dispose();
            throw RefuseSize(limit);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static PooledBuffer Decompress(string encoding, PooledBuffer sent, int limit)
    {
        var body = new PooledBuffer(Math.Min(4 * sent.WrittenCount, limit) + 1);
        try
        {
            // A bomb never gets to unpack more than one byte beyond the limit.
            return ContentDecoder.Decode(encoding, sent.Written, limit, body) <= limit ? body : throw RefuseSize(limit);
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            throw Refuse(StatusCodes.Status400BadRequest, "must be what its Content-Encoding says, with nothing behind it");
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            sent.Dispose();
        }
    }

    private static BadHttpRequestException RefuseSize(int limit) =>
        Refuse(StatusCodes.Status413PayloadTooLarge, $"must be at most {limit} bytes");

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static BadHttpRequestException RefuseType(ReadOnlySpan<string> accepted) => Refuse(
        StatusCodes.Status415UnsupportedMediaType, $"must be {string.Join(" or ", accepted!)} in UTF-8 by its Content-Type");
}
