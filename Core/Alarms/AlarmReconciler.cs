namespace Pipeline.Core.Alarms;

/// <summary>
/// Makes the open alarms of some kinds what they should be. Whoever knows the whole state says it again and again: an alarm that a dying
/// process did not raise or clear is raised or cleared by the next call.
/// </summary>
public sealed class AlarmReconciler(IAlarmStore store, IAlarms alarms)
{
    private const int PageSize = 500;

    /// <param name="kinds">The kinds that the caller answers for.</param>
    /// <param name="due">All alarms of these kinds that should be open.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    public async Task ReconcileAsync(
        IReadOnlyCollection<AlarmKind> kinds, IReadOnlyCollection<Alarm> due, CancellationToken cancellationToken)
    {
        var wanted = due.ToDictionary(alarm => (alarm.Kind, alarm.Subject));
        var over = new List<Alarm>();
        AlarmPosition? after = null;
        do
        {
            var page = await store.ListAsync(isOpen: true, after, PageSize, cancellationToken);
            over.AddRange(page.Select(kept => kept.Alarm)
                .Where(alarm => kinds.Contains(alarm.Kind) && !wanted.Remove((alarm.Kind, alarm.Subject))));
            after = page.Count < PageSize ? null : AlarmPosition.After(page[^1]);
        }
        while (after is not null);

        foreach (var alarm in over)
        {
            await alarms.ClearAsync(alarm.Kind, alarm.Subject, cancellationToken);
        }

        foreach (var alarm in wanted.Values)
        {
            await alarms.RaiseAsync(alarm, cancellationToken);
        }
    }
}
