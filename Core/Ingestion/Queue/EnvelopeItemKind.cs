namespace Pipeline.Core.Ingestion.Queue;

public enum EnvelopeItemKind
{
    Event,
    Profile,
}
