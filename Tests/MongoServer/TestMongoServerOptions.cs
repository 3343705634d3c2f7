namespace Pipeline.MongoServer;

/// <summary>What kind of server the test double plays.</summary>
public sealed record TestMongoServerOptions
{
    /// <summary>The loopback port; zero, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// The name of a replica set whose only member the server plays, so that drivers retry writes. By default it plays a
    /// standalone. There are no change streams and no transactions either way.
    /// </summary>
    public string? ReplicaSet { get; init; }

    /// <summary>The server's clock: <c>$$NOW</c>, <c>$currentDate</c> and the expiry of documents.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
