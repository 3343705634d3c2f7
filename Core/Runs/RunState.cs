namespace Pipeline.Core.Runs;

public enum RunState
{
    Running,
    Succeeded,
    Failed,
    Interrupted,
}
