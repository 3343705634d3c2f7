using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Tests.Analytics.Journeys;

/// <summary>Sessions whose references to events before an instant have gone with their days to the archive.</summary>
internal sealed class WithoutReferences(ISessionStore inner, DateTimeOffset before) : ISessionStore
{
    public Task<IReadOnlyList<SessionMove>> TouchAsync(IReadOnlyCollection<VisitTouch> touches, CancellationToken cancellationToken) =>
        inner.TouchAsync(touches, cancellationToken);

    public Task ConfirmAsync(IReadOnlyCollection<SessionMove> moves, CancellationToken cancellationToken) =>
        inner.ConfirmAsync(moves, cancellationToken);

    public Task<IReadOnlyList<DateTimeOffset>> GetStartsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.GetStartsAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<Visit>> FindVisitsAsync(
        string userId, string? idContains, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        inner.FindVisitsAsync(userId, idContains, from, to, limit, cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<EventKey>>> FindKeysAsync(
        IReadOnlyList<Visit> visits, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        inner.FindKeysAsync(visits, from > before ? from : before, to, limit, cancellationToken);

    public Task<IReadOnlyDictionary<string, UserActivity>> GetActivityAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) => inner.GetActivityAsync(userIds, cancellationToken);
}
