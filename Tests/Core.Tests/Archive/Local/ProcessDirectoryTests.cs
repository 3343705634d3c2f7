using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Core.Tests.Archive.Local;

public sealed class ProcessDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory();

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public void New_WhileOthersAreInUse_IsAnotherAndTheFirstAgainOnceItIsFree()
    {
        using var second = Second();
        using var again = Open();

        Assert.Equal(["archive-2", "archive-1"], new[] { second, again }.Select(own => Path.GetFileName(own.Path)));

        ProcessDirectory Second()
        {
            using var first = Open();
            File.WriteAllText(Path.Combine(first.Path, "kept"), "");
            return Open();
        }
    }

    [Fact]
    public void New_NoDirectoryCanBeMade_SaysSo()
    {
        File.WriteAllText(Path.Combine(_data.FullName, "file"), "");

        Assert.Throws<TransientStorageException>(
            () => new ProcessDirectory(Options.Create(new DataDirectoryOptions { DataDirectory = Path.Combine(_data.FullName, "file") })));
    }

    private ProcessDirectory Open() => new(Options.Create(new DataDirectoryOptions { DataDirectory = _data.FullName }));
}
