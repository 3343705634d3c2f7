using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Archive.Parts;

/// <summary>Proves from the stored file that a part is what the catalogue says of it.</summary>
public sealed class PartProver(IArchiveFiles files, IPartFormat format)
{
    /// <summary>Reads the part's file whole.</summary>
    /// <returns>What is wrong with it, as a clause that can follow the part's name; null when it is proved.</returns>
    /// <exception cref="TransientStorageException">The archive is not reachable, which says nothing about the part.</exception>
    public async Task<string?> FindProblemAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        try
        {
            return await ProveAsync(part, cancellationToken);
        }
        catch (PermanentStorageException useless)
        {
            // Somebody has put another object there, of which the archive can't even tell the hash.
            return $"its file cannot be used: {useless.Message}";
        }
        catch (UnreadablePartException unreadable)
        {
            return $"its file cannot be read: {unreadable.Message}";
        }
    }

    private async Task<string?> ProveAsync(ArchivedPart part, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(part.Key, cancellationToken) is not { } stored)
        {
            return "its file is missing";
        }

        if (stored.Bytes != part.Bytes || stored.Sha256 != part.Sha256)
        {
            return "its file is not the one that was stored";
        }

        await using var content = await files.OpenReadAsync(part.Key, cancellationToken);
        if (content is null)
        {
            return "its file is missing";
        }

        var found = await format.ExamineAsync(content.Name, cancellationToken);
        return found.Rows == part.Rows && found.ContentHash == part.ContentHash ? null : "its file has other events than it should";
    }
}
