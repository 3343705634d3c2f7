namespace Pipeline.Hosting.Profiles;

public enum QueueKind
{
    Embedded,
    Sqs,
}
