using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Core.Tests.Archive.Local;

public sealed class ArchiveCacheTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pipeline-").FullName;
    private readonly StoredFiles _files;

    public ArchiveCacheTests() => _files = new StoredFiles(Path.Combine(_data, "stored"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_data, "archive-cache");

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Open_Again_IsFetchedOnce()
    {
        var part = Store("a", 100);
        var cache = Create();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var file = await cache.OpenAsync(part, Token);
            Assert.Equal(ContentOf("a", 100), await File.ReadAllBytesAsync(file.Path, Token));
        }

        Assert.Equal(1, _files.Opened);
    }

    [Fact]
    public async Task Open_ManyAtOnce_IsFetchedOnce()
    {
        var part = Store("a", 100_000);
        var cache = Create();

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => cache.OpenAsync(part, Token), Token)));

        Assert.Single(opened.Select(file => file.Path).Distinct());
        Assert.Equal(1, _files.Opened);
    }

    [Fact]
    public async Task Open_MoreThanFits_ForgetsTheLeastRecentlyUsed()
    {
        ArchivedPart[] parts = [Store("a", 100), Store("b", 100), Store("c", 100)];
        var cache = Create(cacheBytes: 250);
        await UseAsync(cache, parts[0], parts[1], parts[0], parts[2]);

        Assert.Equal(new[] { parts[0].Sha256, parts[2].Sha256 }.Order(), CachedNames());
    }

    [Fact]
    public async Task Open_MoreThanFits_KeepsWhatIsInUseUntilItIsReleased()
    {
        ArchivedPart[] parts = [Store("a", 100), Store("b", 100)];
        var cache = Create(cacheBytes: 50);

        var first = await cache.OpenAsync(parts[0], Token);
        var same = await cache.OpenAsync(parts[0], Token);
        await UseAsync(cache, parts[1]);
        first.Dispose();
        first.Dispose();
        Assert.Equal([parts[0].Sha256], CachedNames());

        same.Dispose();
        Assert.Empty(CachedNames());
    }

    [Fact]
    public async Task Open_FileIsMissing_SaysSo()
    {
        var damage = await Assert.ThrowsAsync<DamagedPartException>(() => Create().OpenAsync(PartOf("gone", [1]), Token));

        Assert.Equal("there is no file gone", damage.Problem);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    public async Task Open_FileHasAnotherSize_SaysSo(int bytes)
    {
        var part = Store("a", 100);
        Store("a", bytes);

        var damage = await Assert.ThrowsAsync<DamagedPartException>(() => Create().OpenAsync(part, Token));

        Assert.Equal($"a has {bytes} bytes instead of 100", damage.Problem);
        Assert.Empty(CachedNames());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_FileIsAltered_SaysSoAndKeepsNothing(bool areLocal)
    {
        _files.AreLocal = areLocal;
        var part = Store("a", 100) with { Sha256 = new string('0', 64) };

        var damage = await Assert.ThrowsAsync<DamagedPartException>(() => Create().OpenAsync(part, Token));

        Assert.Contains("SHA-256", damage.Problem, StringComparison.Ordinal);
        Assert.Empty(CachedNames());
    }

    [Fact]
    public async Task Open_KeyWasWrittenAnew_GivesTheContentOfThePart()
    {
        var old = Store("a", 100);
        var cache = Create();
        await UseAsync(cache, old);
        var content = new byte[] { 9, 8, 7 };
        await File.WriteAllBytesAsync(_files.PathOf("a"), content, Token);

        using var file = await cache.OpenAsync(PartOf("a", content), Token);

        Assert.Equal(content, await File.ReadAllBytesAsync(file.Path, Token));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(7)]
    public async Task Open_CopyWasAltered_FetchesAnother(int bytes)
    {
        var part = Store("a", 100);
        var cache = Create();
        await UseAsync(cache, part);
        var copy = Path.Combine(Root, part.Sha256);
        await File.WriteAllBytesAsync(copy, new byte[bytes], Token);
        File.SetLastWriteTimeUtc(copy, DateTime.UnixEpoch);

        using var file = await cache.OpenAsync(part, Token);

        Assert.Equal(ContentOf("a", 100), await File.ReadAllBytesAsync(file.Path, Token));
    }

    [Fact]
    public async Task Open_AfterARestart_UsesWhatIsThereUnlessItWasAltered()
    {
        ArchivedPart[] parts = [Store("a", 100), Store("b", 100)];
        await UseAsync(Create(), parts);
        await File.WriteAllBytesAsync(Path.Combine(Root, parts[1].Sha256), new byte[100], Token);
        var cache = Create();

        await UseAsync(cache, parts[0]);
        Assert.Equal(2, _files.Opened);

        await UseAsync(cache, parts[1]);
        Assert.Equal(3, _files.Opened);
    }

    [Fact]
    public async Task Create_AfterACrash_RemovesWhatWasUnfinished()
    {
        var part = Store("a", 100);
        await UseAsync(Create(), part);
        var half = Path.Combine(Root, ".incoming", "half");
        await File.WriteAllTextAsync(half, "x", Token);

        Create();

        Assert.False(File.Exists(half));
        Assert.Equal([part.Sha256], CachedNames());
    }

    [Fact]
    public async Task Open_LocalArchive_UsesTheFileItself()
    {
        _files.AreLocal = true;
        var part = Store("a", 100);

        using var file = await Create().OpenAsync(part, Token);

        Assert.Equal(_files.PathOf("a"), file.Path);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task Open_LocalFileWasAlteredLater_SaysSo()
    {
        _files.AreLocal = true;
        var part = Store("a", 100);
        var cache = Create();
        await UseAsync(cache, part);
        await File.WriteAllBytesAsync(_files.PathOf("a"), new byte[100], Token);
        File.SetLastWriteTimeUtc(_files.PathOf("a"), DateTime.UnixEpoch);

        await Assert.ThrowsAsync<DamagedPartException>(() => cache.OpenAsync(part, Token));
    }

    [Fact]
    public async Task Open_ArchiveIsNotReachable_IsTransientAndWorksLater()
    {
        var part = Store("a", 100);
        var cache = Create();
        _files.Trouble = new TransientStorageException("unreachable");
        await Assert.ThrowsAsync<TransientStorageException>(() => cache.OpenAsync(part, Token));

        _files.Trouble = new IOException("No space left on device");
        await Assert.ThrowsAsync<TransientStorageException>(() => cache.OpenAsync(part, Token));

        _files.Trouble = null;
        await UseAsync(cache, part);
        Assert.Equal([part.Sha256], CachedNames());
    }

    private ArchiveCache Create(long cacheBytes = 1_000_000) => new(
        _files,
        Options.Create(new ArchiveLocalOptions { CacheBytes = cacheBytes }),
        Options.Create(new DataDirectoryOptions { DataDirectory = _data }));

    private static async Task UseAsync(ArchiveCache cache, params ArchivedPart[] parts)
    {
        foreach (var part in parts)
        {
            using var file = await cache.OpenAsync(part, Token);
        }
    }

    private ArchivedPart Store(string key, int bytes)
    {
        var content = ContentOf(key, bytes);
        File.WriteAllBytes(_files.PathOf(key), content);
        return PartOf(key, content);
    }

    private static byte[] ContentOf(string key, int bytes) => [.. Enumerable.Repeat((byte)key[0], bytes)];

    private static ArchivedPart PartOf(string key, byte[] content) => new()
    {
        Day = new DateOnly(2026, 3, 1),
        Generation = 1,
        Key = key,
        Rows = 1,
        Bytes = content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        ContentHash = "00",
        First = DateTimeOffset.UnixEpoch,
        Last = DateTimeOffset.UnixEpoch,
        SchemaVersion = 1,
        ArchivedAt = DateTimeOffset.UnixEpoch,
        VerifiedAt = DateTimeOffset.UnixEpoch,
    };

    private IEnumerable<string?> CachedNames() =>
        Directory.Exists(Root) ? Directory.GetFiles(Root).Select(Path.GetFileName).Order() : [];
}
