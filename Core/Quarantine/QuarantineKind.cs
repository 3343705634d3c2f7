namespace Pipeline.Core.Quarantine;

public enum QuarantineKind
{
    Event,
    Profile,
    Message,
}
