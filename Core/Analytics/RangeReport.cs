using System.Text.Json.Serialization;

namespace Pipeline.Core.Analytics;

/// <summary>What every analytics answer contains besides its numbers.</summary>
public abstract record RangeReport
{
    private protected RangeReport(RangeSum sum, params ReadOnlySpan<string?> notes)
    {
        (Start, End, Freshness) = (sum.Start, sum.End, sum.Freshness);
        string[] given = [.. notes.ToArray().OfType<string>()];
        Notes = given.Length == 0 ? null : given;
    }

    /// <summary>First instant of the range.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Last instant of the range; the present, while the range goes on.</summary>
    public DateTimeOffset End { get; }

    public Freshness Freshness { get; }

    /// <summary>Which lists are not exact; absent when all are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; }

    /// <summary>The note for a list whose rarest keys were trimmed away when buckets were stored.</summary>
    private protected static string? TrimNote(bool exact, string list) => exact
        ? null
        : $"{list}: there were more different keys than are kept per day or month; rare keys are missing and numbers may be too low";
}
