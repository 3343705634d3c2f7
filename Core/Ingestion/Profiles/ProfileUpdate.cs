namespace Pipeline.Core.Ingestion.Profiles;

/// <summary>A profile on its way to the store. The newest by (<paramref name="ReceivedAt"/>, <paramref name="Sequence"/>) wins,
/// in whatever order updates arrive.</summary>
public sealed record ProfileUpdate(UserProfile Profile, DateTimeOffset ReceivedAt, long Sequence);
