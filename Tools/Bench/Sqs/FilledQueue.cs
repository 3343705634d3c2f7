namespace Pipeline.Tools.Bench.Sqs;

/// <summary>A queue of one measurement, with messages in it, and the one for its dead letters.</summary>
internal sealed record FilledQueue(string Url, string DeadLetterUrl, int Messages, int EventsPerMessage);
