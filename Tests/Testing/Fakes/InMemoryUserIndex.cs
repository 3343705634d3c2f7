using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Users.Search;

namespace Pipeline.Testing.Fakes;

/// <summary>Knows every user at once, by number.</summary>
public sealed class InMemoryUserIndex(InMemoryUserStore users) : IUserIndex
{
    public Task<int> UpdateAsync(CancellationToken cancellationToken) => Task.FromResult(0);

    // All users are candidates: the search decides whether they match.
    public IAsyncEnumerable<UserProfile> FindAsync(UserMatch match, string folded, CancellationToken cancellationToken) =>
        users.All.ToAsyncEnumerable();
}
