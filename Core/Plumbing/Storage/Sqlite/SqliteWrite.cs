namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>One caller's work on its way through the writer.</summary>
internal abstract class SqliteWrite
{
    /// <summary>False when the caller gave up before the work began; the caller knows by then.</summary>
    public abstract bool TryBegin();

    public abstract void Run(SqliteSession session);

    /// <summary>Tells the caller that its work is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}
