using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Paging;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>
/// A place in a user's visits, latest first event first and then by session id: everything up to this visit has been shown. New
/// visits come before it, so that they move nothing behind it.
/// </summary>
public sealed record VisitCursor(DateTimeOffset First, string SessionId)
{
    /// <summary>The place behind a visit.</summary>
    public static VisitCursor After(Visit visit) => new(visit.First, visit.Session.SessionId);

    /// <summary>All visits in the order that cursors go by.</summary>
    public static IReadOnlyList<Visit> Sort(IEnumerable<Visit> visits) =>
        [.. visits.OrderByDescending(visit => visit.First).ThenBy(visit => visit.Session.SessionId, StringComparer.Ordinal)];

    /// <summary>Whether a visit comes after this place.</summary>
    public bool Precedes(Visit visit) =>
        visit.First < First || (visit.First == First && string.CompareOrdinal(visit.Session.SessionId, SessionId) > 0);

    /// <summary>As clients get it, to send it back unread.</summary>
    public override string ToString() => CursorText.Write(First, SessionId);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VisitCursor? cursor)
    {
        cursor = CursorText.TryRead(text, EventLimits.MaxIdLength, out var first, out var session) ? new VisitCursor(first, session) : null;
        return cursor is not null;
    }
}

/// <summary>Which visits are asked for.</summary>
/// <param name="Limit">How many, at most.</param>
/// <param name="After">The place behind the last visit that the client has; null for the beginning.</param>
public sealed record VisitWindow(int Limit, VisitCursor? After)
{
    public bool IsBehindStart(Visit visit) => After is null || After.Precedes(visit);
}
