using System.Text.Json;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>Lists a user's visits, and reads the first event of those that are shown.</summary>
public sealed class SessionReader(ISessionStore sessions, EventHistory history)
{
    /// <param name="userId">The user.</param>
    /// <param name="idContains">Matched literally against the session id, ignoring ASCII case.</param>
    /// <param name="window">Which of the visits.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<VisitList> ReadAsync(string userId, string idContains, VisitWindow window, CancellationToken cancellationToken)
    {
        var all = VisitCursor.Sort(await sessions.FindVisitsAsync(
            userId, idContains, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ISessionStore.MaxVisitsExamined, cancellationToken));
        List<Visit> rest = [.. all.Where(window.IsBehindStart).Take(window.Limit + 1)];
        List<Visit> shown = [.. rest.Take(window.Limit)];
        var firsts = await ReadFirstsAsync(userId, shown, cancellationToken);
        return new(
            [.. shown.Select(visit => (visit, DeviceOf(firsts.GetValueOrDefault(visit.Session.SessionId))))],
            all.Count,
            rest.Count > shown.Count ? VisitCursor.After(shown[^1]).ToString() : null);
    }

    /// <summary>The user's first event of each visit, by session id; of one in an archived part that can't be read there is none.</summary>
    private async Task<Dictionary<string, Event>> ReadFirstsAsync(
        string userId, List<Visit> visits, CancellationToken cancellationToken)
    {
        if (visits.Count == 0)
        {
            return [];
        }

        var (from, to) = (visits.Min(visit => visit.First), visits.Max(visit => visit.First).AddMilliseconds(1));
        var keys = await sessions.FindKeysAsync(visits, from, to, 1, cancellationToken);
        var referenced = await history.FindAsync([.. keys.SelectMany(visit => visit)], cancellationToken);
        // References go with their day to the archive.
        var archived = await history.FindArchivedOfUserAsync(
            userId, [.. visits.Select(visit => DateOnly.FromDateTime(visit.First.UtcDateTime))], from, to, JourneyReader.MaxCounted, cancellationToken);
        return referenced.Events.Concat(archived.Events).Select(read => read.Event)
            .Where(e => string.Equals(e.UserId, userId, StringComparison.Ordinal))
            .OrderBy(e => e.Key)
            .GroupBy(e => e.SessionId, StringComparer.Ordinal)
            .ToDictionary(visit => visit.Key, visit => visit.First(), StringComparer.Ordinal);
    }

    private static VisitDevice DeviceOf(Event? e)
    {
        if (e is null || e.Metadata.IsEmpty)
        {
            return new(null, null);
        }

        using var metadata = JsonDocument.Parse(e.Metadata);
        return new(Text("device"), Text("browser"));

        string? Text(string name) =>
            metadata.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}

/// <param name="Visits">The visits shown, latest first event first.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Next">Where the rest begins; null when there is no rest.</param>
public sealed record VisitList(IReadOnlyList<(Visit Visit, VisitDevice Device)> Visits, int Total, string? Next);

/// <summary>What a visit's first event says about it; null where it says nothing.</summary>
public sealed record VisitDevice(string? Device, string? Browser);
