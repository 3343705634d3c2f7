namespace Pipeline.Core.Processing.Sessions;

/// <param name="SessionId">The client's session id.</param>
/// <param name="StartedAt">Time of the earliest event, UTC.</param>
/// <param name="LastActivityAt">Time of the latest event, UTC.</param>
public sealed record Session(string SessionId, DateTimeOffset StartedAt, DateTimeOffset LastActivityAt);
