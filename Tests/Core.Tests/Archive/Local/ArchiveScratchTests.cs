using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Core.Tests.Archive.Local;

public sealed class ArchiveScratchTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pipeline-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Create_AfterACrash_HasRemovedWhatWasLeft()
    {
        var left = Open().Create().FilePath("run-1");
        File.WriteAllText(left, "x");

        using var scratch = Open().Create();

        Assert.False(File.Exists(left));
        Assert.Equal([scratch.Path], Directory.GetDirectories(Path.Combine(_data, "archive-scratch")));
    }

    [Fact]
    public void Dispose_WithFiles_RemovesThem()
    {
        var scratch = Open().Create();
        File.WriteAllText(scratch.FilePath("run-1"), "x");

        scratch.Dispose();
        scratch.Dispose();

        Assert.False(Directory.Exists(scratch.Path));
    }

    [Fact]
    public void Create_OnUnix_IsTheOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using var scratch = Open().Create();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(scratch.Path));
    }

    [Fact]
    public void Open_DirectoryCannotBeMade_IsTransient()
    {
        File.WriteAllText(Path.Combine(_data, "archive-scratch"), "a file is in the way");

        Assert.Throws<TransientStorageException>(Open);
    }

    private ArchiveScratch Open() => new(Options.Create(new DataDirectoryOptions { DataDirectory = _data }));
}
