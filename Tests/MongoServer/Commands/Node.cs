using Pipeline.MongoServer.Cursors;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands;

/// <summary>The state of the server that all connections share.</summary>
/// <param name="Address">Host and port, as a replica set member calls itself.</param>
/// <param name="ReplicaSet">The name of the replica set that it plays the primary of; none for a standalone.</param>
/// <param name="Time">The server's clock.</param>
internal sealed record Node(string Address, string? ReplicaSet, TimeProvider Time)
{
    public Engine Engine { get; } = new();

    public CursorTable Cursors { get; } = new();

    public SessionTable Sessions { get; } = new();

    /// <summary>Every command holds it while it runs: shared, or alone when it is <see cref="ICommand.IsExclusive"/>.</summary>
    public ReaderWriterLockSlim Running { get; } = new();

    public DateTimeOffset StartedAt { get; } = Time.GetUtcNow();
}
