namespace Pipeline.Hosting.Profiles;

public enum ArchiveKind
{
    Directory,
    S3,
}
