namespace Pipeline.Core.Archive.Parts;

/// <summary>The file of an archived part is missing, is not what was stored, or cannot be read. Waiting does not help.</summary>
public sealed class DamagedPartException(DateOnly day, int generation, string problem, Exception? inner = null)
    : PipelineException($"Part {generation} of the archived day {day:yyyy-MM-dd}: {problem}", inner)
{
    public DateOnly Day => day;

    public int Generation => generation;

    /// <summary>What is wrong, as a clause that can follow the part's name.</summary>
    public string Problem => problem;
}
