using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Storing.Retries;

/// <summary>One change that is made to every payload of a group.</summary>
/// <param name="Op">What to do.</param>
/// <param name="Path">The field, as a JSON pointer (RFC 6901) such as <c>/metadata/amount</c>.</param>
/// <param name="Value">For <see cref="PayloadOp.Set"/>: the new value, not null; the field is made if the object around it is there.</param>
/// <param name="To">For <see cref="PayloadOp.Rename"/>: the field's new name. For <see cref="PayloadOp.Cast"/>: string, number or boolean.</param>
public sealed record PayloadRule(
    PayloadOp Op,
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Value = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? To = null);

[JsonConverter(typeof(JsonStringEnumConverter<PayloadOp>))]
public enum PayloadOp
{
    Set,
    Rename,
    Remove,
    Cast,
}
