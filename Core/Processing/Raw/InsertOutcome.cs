namespace Pipeline.Core.Processing.Raw;

public enum InsertOutcome
{
    Stored,
    Duplicate,
}
