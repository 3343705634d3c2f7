using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Alarms;

/// <summary>Keeps alarms. There is at most one open alarm of a kind about a subject.</summary>
/// <exception cref="TransientStorageException">Every method: the store is not usable now.</exception>
public interface IAlarmStore
{
    /// <summary>Adds an open alarm, unless there is an open one of its kind about its subject. Returns whether it was added.</summary>
    Task<bool> OpenAsync(KeptAlarm alarm, CancellationToken cancellationToken);

    /// <summary>Closes the open alarm about a subject. Returns false when there is none.</summary>
    Task<bool> CloseAsync(AlarmKind kind, string subject, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes who looks after an alarm; the first one stays. Returns the alarm afterwards, or null when there is no such alarm.</summary>
    Task<KeptAlarm?> AcknowledgeAsync(string id, string who, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Open ones first, latest first, those behind <paramref name="after"/>.</summary>
    /// <param name="isOpen">Open or closed ones only; null for both.</param>
    /// <param name="after">Where to go on; null for the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<IReadOnlyList<KeptAlarm>> ListAsync(bool? isOpen, AlarmPosition? after, int limit, CancellationToken cancellationToken);

    Task<long> CountAsync(bool? isOpen, CancellationToken cancellationToken);

    /// <summary>
    /// Alarms of which there is something to tell: that they were raised, or that they are over. Those that were raised first come first.
    /// </summary>
    /// <param name="since">Only alarms that are open or were closed at or after this instant.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<IReadOnlyList<KeptAlarm>> GetUntoldAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>Notes that this news of an alarm, and any before it, has been sent out. Does nothing when there is no such alarm.</summary>
    Task NoteToldAsync(string id, AlarmNews told, CancellationToken cancellationToken);

    /// <summary>Removes alarms that were closed before <paramref name="before"/>. Returns how many.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
