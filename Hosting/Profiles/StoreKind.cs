namespace Pipeline.Hosting.Profiles;

public enum StoreKind
{
    Embedded,
    Mongo,
}
