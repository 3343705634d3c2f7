using System.IO.Compression;
using System.Text;
using Pipeline.Tools.Replay;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.Tools.Tests.Replay;

public sealed class EventFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly SendTally _tally = new(TimeProvider.System);

    [Theory]
    [InlineData("a\nb\nc\n")]
    [InlineData("a\nb\nc")]
    [InlineData("\uFEFFa\r\n\r\nb\r\n  \nc \t")]
    public async Task ReadAsync_PlainFile_YieldsTheLines(string content)
    {
        await File.WriteAllTextAsync(_path, content, TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b", "c"], await ReadLinesAsync());
    }

    [Fact]
    public async Task ReadAsync_GzipFile_YieldsTheLines()
    {
        await using (var gzip = new GZipStream(File.Create(_path), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("a\nb\nc\n"), TestContext.Current.CancellationToken);
        }

        Assert.Equal(["a", "b", "c"], await ReadLinesAsync());
    }

    [Fact]
    public async Task ReadAsync_ManyLines_CutsBatchesByCountAndSize()
    {
        var big = new string('x', 200_000);
        await File.WriteAllTextAsync(
            _path, string.Join('\n', Enumerable.Repeat("small", 25).Concat(Enumerable.Repeat(big, 9))), TestContext.Current.CancellationToken);

        var batches = await ReadAsync(maxEvents: 10);

        Assert.Equal([10, 10, 9, 4, 1], batches.Select(batch => batch.Lines.Count));
        Assert.All(batches, batch => Assert.InRange(batch.Body.Length, 1, EventBatch.MaxBytes));
        Assert.Equal(Enumerable.Range(1, 34).Select(line => (long)line), batches.SelectMany(batch => batch.Lines).Select(line => line.Number));
    }

    [Fact]
    public async Task ReadAsync_HopelessLines_AreRejectedHereAndTheOthersKept()
    {
        var huge = new byte[3_000_000];
        Array.Fill(huge, (byte)'x');
        byte[] content = [.. "a\n"u8, .. huge, .. "\nb\n"u8, 0xC3, 0x28, .. "\nc\n"u8, .. huge];
        await File.WriteAllBytesAsync(_path, content, TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b", "c"], await ReadLinesAsync());

        var name = Path.GetFileName(_path);
        Assert.Equal(3, _tally.Rejected);
        Assert.Collection(
            _tally.FirstRejects,
            reject => Assert.StartsWith($"{name}:2 line: must be at most", reject, StringComparison.Ordinal),
            reject => Assert.StartsWith($"{name}:4 line: must be UTF-8", reject, StringComparison.Ordinal),
            reject => Assert.StartsWith($"{name}:6 line: must be at most", reject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_DamagedGzip_Throws()
    {
        await File.WriteAllBytesAsync(_path, [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(maxEvents: 10));
    }

    public void Dispose() => File.Delete(_path);

    private async Task<string[]> ReadLinesAsync() =>
        [.. (await ReadAsync(maxEvents: 2)).SelectMany(batch => Encoding.UTF8.GetString(batch.Body.Span).TrimEnd('\n').Split('\n'))];

    private async Task<List<EventBatch>> ReadAsync(int maxEvents)
    {
        using var file = new EventFile(_path, _tally);
        return await file.ReadAsync(maxEvents, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
    }
}
