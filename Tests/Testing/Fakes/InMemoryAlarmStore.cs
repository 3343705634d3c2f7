using Pipeline.Core.Alarms;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryAlarmStore : IAlarmStore
{
    private readonly Lock _lock = new();
    private readonly List<KeptAlarm> _alarms = [];

    /// <summary>What every call throws while it is set.</summary>
    public Exception? Failure { get; set; }

    public Task<bool> OpenAsync(KeptAlarm alarm, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        var isNew = !_alarms.Exists(known => known.IsOpen && IsAbout(known, alarm.Alarm.Kind, alarm.Alarm.Subject));
        if (isNew)
        {
            _alarms.Add(alarm);
        }

        return isNew;
    });

    public Task<bool> CloseAsync(AlarmKind kind, string subject, DateTimeOffset at, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        var open = _alarms.FindIndex(known => known.IsOpen && IsAbout(known, kind, subject));
        if (open >= 0)
        {
            _alarms[open] = _alarms[open] with { ClearedAt = at };
        }

        return open >= 0;
    });

    public Task<KeptAlarm?> AcknowledgeAsync(string id, string who, DateTimeOffset at, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        var index = _alarms.FindIndex(known => known.Id == id);
        if (index >= 0 && _alarms[index].AcknowledgedBy is null)
        {
            _alarms[index] = _alarms[index] with { AcknowledgedBy = who, AcknowledgedAt = at };
        }

        return index >= 0 ? _alarms[index] : null;
    });

    public Task<IReadOnlyList<KeptAlarm>> ListAsync(
        bool? isOpen, AlarmPosition? after, int limit, CancellationToken cancellationToken) => ChangeAsync<IReadOnlyList<KeptAlarm>>(() =>
    [
        .. _alarms.Where(alarm => IsOfState(alarm, isOpen) && (after is null || Compare(AlarmPosition.After(alarm), after) > 0))
            .Order(Comparer<KeptAlarm>.Create((x, y) => Compare(AlarmPosition.After(x), AlarmPosition.After(y))))
            .Take(limit),
    ]);

    public Task<long> CountAsync(bool? isOpen, CancellationToken cancellationToken) =>
        ChangeAsync(() => (long)_alarms.Count(alarm => IsOfState(alarm, isOpen)));

    public Task<IReadOnlyList<KeptAlarm>> GetUntoldAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ChangeAsync<IReadOnlyList<KeptAlarm>>(() =>
        [
            .. _alarms.Where(alarm => alarm.IsOpen ? alarm.Told == AlarmNews.None : alarm.Told < AlarmNews.Cleared && alarm.ClearedAt >= since)
                .OrderBy(alarm => alarm.Alarm.RaisedAt).ThenBy(alarm => alarm.Id, StringComparer.Ordinal)
                .Take(limit),
        ]);

    public Task NoteToldAsync(string id, AlarmNews told, CancellationToken cancellationToken) => ChangeAsync(() =>
    {
        var index = _alarms.FindIndex(known => known.Id == id && known.Told < told);
        if (index >= 0)
        {
            _alarms[index] = _alarms[index] with { Told = told };
        }

        return index;
    });

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ChangeAsync(() => _alarms.RemoveAll(alarm => alarm.ClearedAt < before));

    private static bool IsAbout(KeptAlarm known, AlarmKind kind, string subject) => known.Alarm.Kind == kind && known.Alarm.Subject == subject;

    private static bool IsOfState(KeptAlarm alarm, bool? isOpen) => isOpen is null || alarm.IsOpen == isOpen;

    private static int Compare(AlarmPosition x, AlarmPosition y) =>
        x.IsOpen != y.IsOpen ? y.IsOpen.CompareTo(x.IsOpen)
        : x.RaisedAt != y.RaisedAt ? y.RaisedAt.CompareTo(x.RaisedAt)
        : string.CompareOrdinal(y.Id, x.Id);

    private Task<T> ChangeAsync<T>(Func<T> change)
    {
        lock (_lock)
        {
            return Failure is { } failure ? Task.FromException<T>(failure) : Task.FromResult(change());
        }
    }
}
