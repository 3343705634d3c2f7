namespace Pipeline.Core.Processing.Sessions;

/// <param name="SessionId">The session.</param>
/// <param name="Current">Its start now.</param>
/// <param name="Former">Every start that it had before a late event moved it; usually empty.</param>
public sealed record SessionStarts(string SessionId, DateTimeOffset Current, IReadOnlyList<DateTimeOffset> Former);
