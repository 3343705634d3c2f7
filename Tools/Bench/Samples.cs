namespace Pipeline.Tools.Bench;

internal static class Samples
{
    public static double Median(IEnumerable<double> samples) => Percentile(samples, 0.5);

    /// <summary>Nearest rank.</summary>
    public static double Percentile(IEnumerable<double> samples, double share)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
