namespace Pipeline.Core.Processing.Sessions;

/// <summary>What some events say about one user's part in a session.</summary>
public readonly record struct SessionTouch(string SessionId, string UserId, DateTimeOffset First, DateTimeOffset Last);
