namespace Pipeline.Core.Sessions;

public sealed record UserActivity(DateTimeOffset First, DateTimeOffset Last);
