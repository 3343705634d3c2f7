using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>The envelope of every successful answer.</summary>
internal sealed record DataResponse<T>(T Data)
    where T : notnull;

/// <summary>The shape of every error.</summary>
/// <param name="Message">What went wrong, in a sentence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Errors">One entry per broken rule, where there are several.</param>
internal sealed record ErrorResponse(
    string Message,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Errors = null);

/// <param name="Status"><c>ok</c>.</param>
/// <param name="Timestamp">The server's clock, UTC.</param>
/// <param name="Service">Which service answers.</param>
internal sealed record HealthResponse(string Status, DateTimeOffset Timestamp, string Service);
