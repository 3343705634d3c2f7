namespace Pipeline.Core.Processing.Sessions;

public sealed record UserActivity(DateTimeOffset First, DateTimeOffset Last);
