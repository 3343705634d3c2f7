namespace Pipeline.Core;

/// <summary>Why a value was refused. Carries the value's size, never the value: faults end up in answers and in logs.</summary>
/// <param name="Field">Name of the field, for example <c>userId</c>.</param>
/// <param name="Rule">The rule that was broken, in words.</param>
/// <param name="Size">Size of the refused value with its unit, for example <c>300 characters</c>; null when there is none.</param>
public sealed record Fault(string Field, string Rule, string? Size = null)
{
    public override string ToString() => Size is null ? $"{Field}: {Rule}" : $"{Field}: {Rule} (got {Size})";
}
