using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Core.Processing.Users.Search;

/// <summary>How a user matches a text, the best first.</summary>
public enum UserMatch
{
    /// <summary>The id is the text.</summary>
    Exact,

    /// <summary>The id begins with the text.</summary>
    Beginning,

    /// <summary>
    /// The text is a part of the id or of "first last"; one of fewer than three characters is the beginning of a word there.
    /// </summary>
    Part,
}

/// <summary>
/// Finds users by pieces of text. It is filled outside the flow of events: a new or changed user is found a few seconds later, and one
/// that was not indexed because a process died is indexed by the next.
/// </summary>
public interface IUserIndex
{
    /// <summary>
    /// Indexes some users that are new or whose profile has changed, or all users if there is no index yet. Returns how many; 0
    /// when nothing is left to do.
    /// </summary>
    Task<int> UpdateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The users that match according to the index: a user whose profile has changed since may no longer match. The order stays the
    /// same as long as nothing changes.
    /// </summary>
    /// <param name="match">How they match.</param>
    /// <param name="folded">A text as the search folds it, neither empty nor with control characters.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    IAsyncEnumerable<UserProfile> FindAsync(UserMatch match, string folded, CancellationToken cancellationToken);
}
