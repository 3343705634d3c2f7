namespace Pipeline.Core.Protection;

/// <summary>
/// The keys that protect cookies and form tokens, shared by all copies of the API. Whoever puts them in has encrypted them; they are
/// added every few weeks and never changed.
/// </summary>
public interface IKeyRing
{
    /// <summary>All keys, in no particular order.</summary>
    Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key; one whose name is known stays as it is.</summary>
    Task AddAsync(string name, string content, CancellationToken cancellationToken);
}
