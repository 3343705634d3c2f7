namespace Pipeline.Core.Queue;

public enum EnvelopeItemKind
{
    Event,
    Profile,
}
