namespace Pipeline.Core.Archive;

/// <summary>Files and directories that nobody but this process's user can read; on Windows, inherited rights apply instead.</summary>
internal static class OwnerOnly
{
    public static FileStream CreateFile(string path, FileAccess access, FileShare share, FileOptions options)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = access, Share = share, Options = options };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }

    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
