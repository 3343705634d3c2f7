namespace Pipeline.Core.Rollups;

public enum RollupLevel
{
    /// <summary>One UTC minute. Independent of the reporting time zone; the unit that is folded again from raw events.</summary>
    Slice,

    /// <summary>An hour of the reporting time zone.</summary>
    Hour,

    /// <summary>A calendar day of the reporting time zone.</summary>
    Day,

    /// <summary>A calendar month of the reporting time zone.</summary>
    Month,
}
