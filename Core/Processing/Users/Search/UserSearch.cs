using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Core.Processing.Users.Search;

/// <summary>
/// Finds users by a part of their id or name, ignoring case: first the one with exactly that id, then those whose id begins with it, then
/// the others.
/// </summary>
public sealed class UserSearch(IUserStore users, IUserIndex index)
{
    /// <summary>How many outdated hits a search reads before it gives up: the index is far behind then.</summary>
    private const int MaxMisses = 5_000;

    /// <summary>Less than the index hands out at a time, so that a text of many users costs one look in vain.</summary>
    private const int MaxFew = 50;

    /// <summary>An empty text finds the first users by id.</summary>
    public async Task<IReadOnlyList<UserProfile>> SearchAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var folded = SearchText.Fold(text);
        if (folded.Length == 0)
        {
            return await users.GetFirstAsync(limit, cancellationToken);
        }

        // Neither ids nor names have control characters.
        if (folded.Any(char.IsControl))
        {
            return [];
        }

        var found = new OrderedDictionary<string, UserProfile>(StringComparer.Ordinal);
        // Finds a user even before it is indexed.
        if (await users.FindAsync(text.Trim(), cancellationToken) is { } exact)
        {
            found.Add(exact.UserId, exact);
        }

        if (await FindFewAsync(folded, cancellationToken) is { } few)
        {
            foreach (var user in few)
            {
                found.TryAdd(user.UserId, user);
            }
        }
        else
        {
            foreach (var match in Enum.GetValues<UserMatch>())
            {
                await CollectAsync(match, folded, limit, found, cancellationToken);
            }
        }

        return [.. found.Values.Take(limit)];
    }

    /// <summary>
    /// Every user who matches in any way, the better matches first; null when there are too many to put in order here. Most texts are
    /// of few users, who are then found by one query instead of three.
    /// </summary>
    private async Task<IReadOnlyList<UserProfile>?> FindFewAsync(string folded, CancellationToken cancellationToken)
    {
        var candidates = new List<UserProfile>();
        await foreach (var user in index.FindAsync(UserMatch.Part, folded, cancellationToken))
        {
            if (candidates.Count == MaxFew)
            {
                return null;
            }

            candidates.Add(user);
        }

        return
        [
            .. from user in candidates
               let keys = SearchKeys.Of(user)
               let best = Enum.GetValues<UserMatch>().Cast<UserMatch?>().FirstOrDefault(match => keys.Matches(match!.Value, folded))
               where best is not null
               orderby best
               select user,
        ];
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
