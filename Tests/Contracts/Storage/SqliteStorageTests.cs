using Microsoft.Extensions.Options;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

public sealed class SqliteStorageTests : IDisposable
{
    private readonly SqliteScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Open_DirectoryInUse_IsRefusedWithTheReason()
    {
        _scratch.Open();

        var refusal = Assert.Throws<TransientStorageException>(OpenAgain);

        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_scratch.DataDirectory, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterTheFirstIsClosed_Works()
    {
        _scratch.Open().Dispose();

        OpenAgain();
    }

    [Fact]
    public void Open_FileIsDamaged_LetsGoOfTheDirectory()
    {
        Directory.CreateDirectory(Path.Combine(_scratch.DataDirectory, "store.db"));
        Assert.Throws<TransientStorageException>(OpenAgain);

        Directory.Delete(Path.Combine(_scratch.DataDirectory, "store.db"));
        OpenAgain();
    }

    [Fact]
    public void Open_PathIsAFile_ThrowsTransient()
    {
        File.WriteAllText(_scratch.DataDirectory, "");

        Assert.Throws<TransientStorageException>(OpenAgain);
    }

    [Fact]
    public void Open_NewDirectory_IsItsOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix file modes.");

        _scratch.Open();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(_scratch.DataDirectory));
        }
    }

    private void OpenAgain() =>
        new SqliteStorage(
            Options.Create(new DataDirectoryOptions { DataDirectory = _scratch.DataDirectory }),
            SqliteSchemas.Queue,
            SqliteSchemas.Store,
            SqliteSchemas.Search).Dispose();
}
