using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Archive.Local;

/// <summary>Trouble of this machine's disk, in the words of storage.</summary>
internal static class LocalDisk
{
    public static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static TransientStorageException Unusable(Exception trouble) =>
        new($"The local disk is not usable for the archive: {trouble.Message}", trouble);

    public static void Map(Action work)
    {
        try
        {
            work();
        }
        catch (Exception trouble) when (IsTrouble(trouble))
        {
            throw Unusable(trouble);
        }
    }

    public static async ValueTask MapAsync(ValueTask work)
    {
        try
        {
            await work;
        }
        catch (Exception trouble) when (IsTrouble(trouble))
        {
            throw Unusable(trouble);
        }
    }
}
