namespace Pipeline.Core.Ingestion.Profiles;

/// <summary>The limits of a profile. Lengths of text count Unicode code points, sizes count UTF-8 bytes.</summary>
public static class ProfileLimits
{
    public const int MaxNameLength = 128;
    public const int MaxLocaleLength = 64;
    public const int MaxAge = 150;

    /// <summary>A whole profile as JSON, unknown fields and white space included.</summary>
    public const int MaxProfileBytes = 32 * 1_024;
}
