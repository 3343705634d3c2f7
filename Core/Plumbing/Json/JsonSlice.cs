namespace Pipeline.Core.Plumbing.Json;

/// <summary>Where a value lies in its JSON text, quotes included; the default stands for an absent value.</summary>
internal readonly record struct JsonSlice(int Start, int Length)
{
    public bool IsPresent => Length > 0;
}
