namespace Pipeline.Core.Raw;

public enum InsertOutcome
{
    Stored,
    Duplicate,
}
