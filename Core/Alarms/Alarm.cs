namespace Pipeline.Core.Alarms;

/// <param name="Kind">What has happened.</param>
/// <param name="Subject">To what: a key that is the same each time it happens.</param>
/// <param name="Text">For people: what happened, in a sentence, without anything of a body.</param>
/// <param name="RaisedAt">When it was noticed.</param>
public sealed record Alarm(AlarmKind Kind, string Subject, string Text, DateTimeOffset RaisedAt);

public enum AlarmKind
{
    /// <summary>A job has failed and will not be tried again by itself. The subject is the job with its arguments.</summary>
    JobFailed,

    /// <summary>Accepted items have been missing for too long. The subject is their producer.</summary>
    Gap,

    /// <summary>An envelope had numbers that were counted before, beside others that were not. The subject is its producer.</summary>
    Surplus,

    /// <summary>No probe has reached the rollups for too long. There is one subject.</summary>
    ProbeLate,

    /// <summary>Something has been waiting to be drained for too long. There is one subject.</summary>
    QueueAge,

    /// <summary>No event has been received for too long. There is one subject.</summary>
    NoEvents,

    /// <summary>The file of an archived part is missing, altered or not readable. The subject is its key.</summary>
    ArchiveUnproved,
}
