using Microsoft.AspNetCore.Http;
using Pipeline.Api.Ingest;
using Xunit;

namespace Pipeline.Api.Tests.Ingest;

public sealed class RequestBodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_EndlessBody_ReadsOneByteBeyondTheLimit()
    {
        await using var endless = new EndlessStream();

        var refusal = await Assert.ThrowsAsync<BadHttpRequestException>(() => RequestBody.ReadAsync(Request(endless), 100_000, Token));

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, refusal.StatusCode);
        Assert.Equal(100_001, endless.Position);
    }

    [Fact]
    public async Task ReadAsync_LengthAnnouncedTooSmall_ReadsWhatThereIs()
    {
        var text = new string('x', 70_000);
        using var source = new MemoryStream([.. text.Select(character => (byte)character)]);
        var request = Request(source);
        request.ContentLength = 3;

        using var body = await RequestBody.ReadAsync(request, 100_000, Token);

        Assert.Equal(text.Length, body.WrittenCount);
    }

    [Fact]
    public async Task ReadAsync_ServerRefusesTheSizeFirst_IsRefusedInOurWords()
    {
        await using var refusing = new RefusingStream();

        var refusal = await Assert.ThrowsAsync<BadHttpRequestException>(() => RequestBody.ReadAsync(Request(refusing), 100_000, Token));

        Assert.Equal("body: must be at most 100000 bytes", refusal.Message);
    }

    private static HttpRequest Request(Stream body) => new DefaultHttpContext { Request = { Body = body } }.Request;

    private sealed class EndlessStream : MemoryStream
    {
        public override long Position { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Position += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }

    private sealed class RefusingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("Request body too large.", StatusCodes.Status413PayloadTooLarge);
    }
}
