using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Core.Processing.Users.Search;

/// <summary>
/// Finds users by a part of their id or name, in any case: first the one whose id it is, then those whose id begins with it, then
/// the others.
/// </summary>
public sealed class UserSearch(IUserStore users, IUserIndex index)
{
    /// <summary>Users that are looked at in vain before a search gives up: the index is far behind then.</summary>
    private const int MaxMisses = 5_000;

    /// <summary>An empty text finds the first users by id.</summary>
    public async Task<IReadOnlyList<UserProfile>> SearchAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var folded = SearchText.Fold(text);
        if (folded.Length == 0)
        {
            return await users.GetFirstAsync(limit, cancellationToken);
        }

        // Neither ids nor names have any.
        if (folded.Any(char.IsControl))
        {
            return [];
        }

        var found = new OrderedDictionary<string, UserProfile>(StringComparer.Ordinal);
        // Also a user whom the index does not know yet.
        if (await users.FindAsync(text.Trim(), cancellationToken) is { } exact)
        {
            found.Add(exact.UserId, exact);
        }

        foreach (var match in Enum.GetValues<UserMatch>())
        {
            await CollectAsync(match, folded, limit, found, cancellationToken);
        }

        return [.. found.Values.Take(limit)];
    }

    private async Task CollectAsync(
        UserMatch match, string folded, int limit, OrderedDictionary<string, UserProfile> found, CancellationToken cancellationToken)
    {
        if (found.Count >= limit)
        {
            return;
        }

        var misses = 0;
        await foreach (var user in index.FindAsync(match, folded, cancellationToken))
        {
            var isMatch = SearchKeys.Of(user).Matches(match, folded);
            if (isMatch)
            {
                found.TryAdd(user.UserId, user);
            }

            if (found.Count >= limit || (!isMatch && ++misses >= MaxMisses))
            {
                return;
            }
        }
    }
}
