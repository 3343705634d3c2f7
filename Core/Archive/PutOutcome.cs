namespace Pipeline.Core.Archive;

public enum PutOutcome
{
    Created,
    AlreadyThere,
}
