namespace Pipeline.Core.ReportingTime;

/// <summary>Calendar days of the reporting zone, both ends included.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day; not before <paramref name="From"/>, and often in the future.</param>
public readonly record struct ReportingRange(DateOnly From, DateOnly To)
{
    /// <summary>The longest range that is answered.</summary>
    public const int MaxYears = 10;

    /// <summary>Whether the range has more days than <see cref="MaxYears"/> years from its first day have.</summary>
    public bool IsTooLong => From.Year <= DateOnly.MaxValue.Year - MaxYears && To >= From.AddYears(MaxYears);

    /// <summary>Number of its days.</summary>
    public int DayCount => To.DayNumber - From.DayNumber + 1;

    /// <summary>The days of the range up to <paramref name="last"/>, ascending; none when the range starts later.</summary>
    public IEnumerable<DateOnly> DaysThrough(DateOnly last)
    {
        var end = To < last ? To : last;
        // Counted instead of comparing the next day with the end: the day after the calendar's last one does not exist.
        for (var number = From.DayNumber; number <= end.DayNumber; number++)
        {
            yield return DateOnly.FromDayNumber(number);
        }
    }
}
