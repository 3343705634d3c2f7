namespace Pipeline.Tools.Bench;

/// <param name="What">What was measured.</param>
/// <param name="Value">The measurement with its unit.</param>
/// <param name="Target">What was promised; null when the value is only for information.</param>
/// <param name="IsMet">Whether the promise holds.</param>
internal sealed record BenchResult(string What, string Value, string? Target = null, bool IsMet = true);
