namespace Pipeline.Core.Analytics;

internal static class ExactNumber
{
    /// <summary>The same number with the fewest decimals, so that an answer does not depend on the order of summing.</summary>
    public static decimal WithoutTrailingZeros(decimal number) => number / 1.0000000000000000000000000000m;
}
