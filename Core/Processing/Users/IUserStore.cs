using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Core.Processing.Users;

/// <summary>Users, their dense numbers (for bitmaps) and their profiles.</summary>
public interface IUserStore
{
    /// <summary>
    /// The number of each user; users seen for the first time get the next free ones. Numbers are small, ≥ 0, durable before
    /// they are returned, and never reused or changed. Callers that add the same users at once may leave some numbers unused.
    /// </summary>
    Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken);

    /// <summary>Stores profiles; safe to repeat and in any order: the newest update of a user wins. Creates the user if needed.</summary>
    Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken);

    /// <summary>The first users by id. Users without a profile come back with their id alone.</summary>
    Task<IReadOnlyList<UserProfile>> GetFirstAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Null when the user is not known.</summary>
    Task<UserProfile?> FindAsync(string userId, CancellationToken cancellationToken);
}
