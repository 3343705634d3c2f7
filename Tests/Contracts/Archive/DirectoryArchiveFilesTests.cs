using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Archive;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Contracts.Archive;

public sealed class DirectoryArchiveFilesTests : ArchiveFilesContract
{
    private readonly string _data = Directory.CreateTempSubdirectory("pipeline-").FullName;

    private string Root => Path.Combine(_data, "archive");

    protected override Task<IArchiveFiles> OpenAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Pipeline:DataDirectory"] = _data }).Build();
        return Task.FromResult(
            new ServiceCollection().AddDirectoryArchive(configuration).BuildServiceProvider().GetRequiredService<IArchiveFiles>());
    }

    [Fact]
    public async Task Open_AfterACrash_ForgetsWhatWasUnfinishedAndKeepsTheRest()
    {
        await Files.PutIfAbsentAsync("whole", Source([1]), Token);
        await File.WriteAllBytesAsync(Path.Combine(Root, ".unfinished", "half"), [2], Token);

        var reopened = await OpenAsync();

        Assert.Empty(Directory.GetFiles(Path.Combine(Root, ".unfinished")));
        Assert.Equal(["whole"], await reopened.ListAsync("", Token));
    }

    [Fact]
    public async Task Put_SourceIsMissing_LeavesNothing()
    {
        await Assert.ThrowsAsync<TransientStorageException>(() => Files.PutIfAbsentAsync("a", Path.Combine(_data, "none"), Token));

        Assert.Null(await Files.FindAsync("a", Token));
        Assert.Empty(Directory.GetFiles(Path.Combine(Root, ".unfinished")));
    }

    [Fact]
    public async Task Put_Files_AreTheOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await Files.PutIfAbsentAsync("a/b", Source([1]), Token);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Root, "a", "b")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(Root, "a")));
    }

    protected override ValueTask CloseAsync()
    {
        Directory.Delete(_data, recursive: true);
        return ValueTask.CompletedTask;
    }
}
