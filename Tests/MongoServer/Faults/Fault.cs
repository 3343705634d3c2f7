namespace Pipeline.MongoServer.Faults;

/// <summary>Something that goes wrong with one command, for tests of how a client takes it.</summary>
public sealed record Fault
{
    private Fault()
    {
    }

    /// <summary>The error code to answer with instead of running the command.</summary>
    public int? ErrorCode { get; private init; }

    /// <summary>How long the command waits before it runs.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>What happens before the command runs.</summary>
    public Func<Task>? Before { get; private init; }

    /// <summary>Whether the connection breaks before the command runs.</summary>
    public bool LosesRequest { get; private init; }

    /// <summary>Whether the connection breaks when the command has run, so that its answer is lost.</summary>
    public bool LosesReply { get; private init; }

    /// <summary>The connection breaks before the command runs.</summary>
    public static Fault LostRequest { get; } = new() { LosesRequest = true };

    /// <summary>The command runs and the connection breaks before the answer.</summary>
    public static Fault LostReply { get; } = new() { LosesReply = true };

    /// <summary>The command does not run and is answered with an error.</summary>
    public static Fault Error(int code) => new() { ErrorCode = code };

    /// <summary>The command runs after a while.</summary>
    public static Fault Late(TimeSpan delay) => new() { Delay = delay };

    /// <summary>The command runs after something else has happened, such as another client's change.</summary>
    public static Fault After(Func<Task> other) => new() { Before = other };
}
