namespace Pipeline.Core.Analytics;

/// <summary>Which part of a ranked list is asked for.</summary>
/// <param name="Offset">How many entries to leave out at the beginning.</param>
/// <param name="Limit">How many to send after that, at most.</param>
public readonly record struct ListWindow(int Offset, int Limit)
{
    /// <summary>The most entries of a list in one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>As far as an offset may reach; no list that is kept is longer.</summary>
    public const int MaxOffset = 1_000_000;
}
