namespace Pipeline.Core.Processing.Quarantine;

public enum QuarantineKind
{
    Event,
    Profile,
    Message,
}
