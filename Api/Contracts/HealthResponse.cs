namespace Pipeline.Api.Contracts;

/// <param name="Status"><c>ok</c>.</param>
/// <param name="Timestamp">The server's clock, UTC.</param>
/// <param name="Service">Which service answers.</param>
internal sealed record HealthResponse(string Status, DateTimeOffset Timestamp, string Service);
