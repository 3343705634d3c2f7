namespace Pipeline.Jobs.Rollups;

/// <param name="Slices">Dirty slices that are now in the rollups.</param>
/// <param name="Hours">Hours that were summed up again.</param>
/// <param name="EventsRead">Raw events that were read.</param>
/// <param name="SetAside">Slices that failed for their own reason and wait to be tried again.</param>
/// <param name="Unsettled">Slices left dirty because a younger run is at work on the same buckets.</param>
public readonly record struct RefreshResult(int Slices, int Hours, long EventsRead, int SetAside, int Unsettled)
{
    public RefreshResult Plus(RefreshResult other) => new(
        Slices + other.Slices, Hours + other.Hours, EventsRead + other.EventsRead, SetAside + other.SetAside, Unsettled + other.Unsettled);
}
