using System.Text.Json.Serialization;
using Pipeline.Core.Audit;

namespace Pipeline.Api.Contracts;

/// <summary>A part of the audit log.</summary>
/// <param name="Data">Entries, newest first.</param>
/// <param name="Next">What to send as <c>cursor</c> to get older ones; absent when there are none.</param>
internal sealed record AuditResponse(
    IReadOnlyList<AuditEntry> Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
