using System.Security.Cryptography;
using Pipeline.Core.Archive;

namespace Pipeline.Contracts.Archive;

/// <summary>What <see cref="IArchiveFiles"/> promises, whatever lies behind it.</summary>
public abstract class ArchiveFilesContract : IAsyncLifetime
{
    private const string Key = "events/dt=2026-03-01/part-1.parquet";

    private readonly string _sources = Directory.CreateTempSubdirectory("pipeline-").FullName;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IArchiveFiles Files { get; private set; } = null!;

    /// <summary>Opens this test's own archive, empty at first.</summary>
    protected abstract Task<IArchiveFiles> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async ValueTask InitializeAsync() => Files = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await CloseAsync();
        Directory.Delete(_sources, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task Put_NewKey_CanBeFoundAndReadAsItWas(int bytes)
    {
        var content = RandomNumberGenerator.GetBytes(bytes);

        Assert.Equal(PutOutcome.Created, await Files.PutIfAbsentAsync(Key, Source(content), Token));

        var expected = new ArchiveFile(Key, bytes, Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.Equal(expected, await Files.FindAsync(Key, Token));
        Assert.Equal(content, await ReadAsync(Key));
    }

    [Fact]
    public async Task Put_KeyIsThere_KeepsTheFirst()
    {
        await Files.PutIfAbsentAsync(Key, Source([1]), Token);

        Assert.Equal(PutOutcome.AlreadyThere, await Files.PutIfAbsentAsync(Key, Source([2, 2]), Token));

        Assert.Equal([1], await ReadAsync(Key));
    }

    [Fact]
    public async Task Put_SameKeyFromManyAtOnce_CreatesOne()
    {
        var puts = Enumerable.Range(0, 8).Select(i => (byte)i).Select(async i =>
            (Content: i, Outcome: await Files.PutIfAbsentAsync(Key, Source([.. Enumerable.Repeat(i, 100_000)]), Token)));

        var winner = Assert.Single(await Task.WhenAll(puts), put => put.Outcome == PutOutcome.Created);

        Assert.Equal(Enumerable.Repeat(winner.Content, 100_000), await ReadAsync(Key));
        Assert.Equal([Key], await Files.ListAsync("", Token));
    }

    [Fact]
    public async Task Put_KeyWasDeleted_CreatesItAnew()
    {
        await Files.PutIfAbsentAsync(Key, Source([1]), Token);
        await Files.DeleteAsync(Key, Token);

        Assert.Equal(PutOutcome.Created, await Files.PutIfAbsentAsync(Key, Source([2]), Token));

        Assert.Equal([2], await ReadAsync(Key));
    }

    [Fact]
    public async Task Put_SourceStays()
    {
        var source = Source([1, 2, 3]);

        await Files.PutIfAbsentAsync(Key, source, Token);

        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(source, Token));
    }

    [Fact]
    public async Task OpenRead_WhileOpen_IsAFileThatToolsCanOpenByName()
    {
        await Files.PutIfAbsentAsync(Key, Source([1, 2, 3]), Token);

        await using var open = await Files.OpenReadAsync(Key, Token);

        await using var tool = new FileStream(open!.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.Equal(3, tool.Length);
    }

    [Fact]
    public async Task OpenReadAndFind_NoSuchKey_ReturnNothing()
    {
        await Files.PutIfAbsentAsync(Key, Source([1]), Token);

        Assert.Null(await Files.OpenReadAsync("events/dt=2026-03-02/part-1.parquet", Token));
        Assert.Null(await Files.FindAsync("events/dt=2026-03-01", Token));
    }

    [Fact]
    public async Task Delete_Twice_RemovesThatOnly()
    {
        await Files.PutIfAbsentAsync(Key, Source([1]), Token);
        await Files.PutIfAbsentAsync("events/dt=2026-03-01/part-2.parquet", Source([2]), Token);

        await Files.DeleteAsync(Key, Token);
        await Files.DeleteAsync(Key, Token);

        Assert.Null(await Files.FindAsync(Key, Token));
        Assert.Equal(["events/dt=2026-03-01/part-2.parquet"], await Files.ListAsync("", Token));
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("events", 3)]
    [InlineData("events/", 3)]
    [InlineData("events/dt=2026-03", 3)]
    [InlineData("events/dt=2026-03-01/", 2)]
    [InlineData("events/dt=2026-03-01/part-1.parquet", 1)]
    [InlineData("events/dt=2026-04", 0)]
    [InlineData("nothing/", 0)]
    public async Task List_Prefix_ReturnsTheKeysThatBeginWithItInOrder(string prefix, int count)
    {
        string[] keys =
        [
            "events/dt=2026-03-01/part-1.parquet", "events/dt=2026-03-01/part-2.parquet", "events/dt=2026-03-02/part-1.parquet",
            "manifest.json",
        ];
        foreach (var key in keys.Reverse())
        {
            await Files.PutIfAbsentAsync(key, Source([1]), Token);
        }

        var listed = await Files.ListAsync(prefix, Token);

        Assert.Equal(keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)), listed);
        Assert.Equal(count, listed.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../out")]
    [InlineData("events/../../out")]
    [InlineData("events/./a")]
    [InlineData("events//a")]
    [InlineData("events/")]
    [InlineData("events\\a")]
    [InlineData(".unfinished/a")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public async Task AnyCall_NoKey_IsRefused(string key)
    {
        var source = Source([1]);

        await Assert.ThrowsAsync<ArgumentException>(() => Files.PutIfAbsentAsync(key, source, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Files.OpenReadAsync(key, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Files.FindAsync(key, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Files.DeleteAsync(key, Token));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("/")]
    [InlineData("events/../")]
    [InlineData(".unfinished")]
    public async Task List_NoPrefixOfKeys_IsRefused(string prefix) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Files.ListAsync(prefix, Token));

    protected string Source(byte[] content)
    {
        var path = Path.Combine(_sources, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, content);
        return path;
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var content = await Files.OpenReadAsync(key, Token);
        Assert.NotNull(content);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }
}
