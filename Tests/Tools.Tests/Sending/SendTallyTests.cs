using System.Buffers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Tools.Client;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.Tools.Tests.Sending;

public sealed class SendTallyTests
{
    private static readonly DateTimeOffset Now = new(2025, 4, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly SendTally _tally = new(new FakeTimeProvider(Now));

    [Fact]
    public void Answered_WithRejects_CountsThemAtTheirLineAndKeepsTheirTimesOut()
    {
        var batch = Batch("2025-03-28T00:00:00Z", "9999-12-31T00:00:00Z", "2025-03-29T00:00:00Z");

        _tally.Answered(batch, new BatchAnswer(2, [new RejectedEvent(1, "timestamp: must not be in the future")]));

        Assert.Equal((3, 2, 1, 0), (_tally.Sent, _tally.Accepted, _tally.Rejected, _tally.Failed));
        Assert.Equal(["events.ndjson:12 timestamp: must not be in the future"], _tally.FirstRejects);
        Assert.Equal(new DateTimeOffset(2025, 3, 28, 0, 0, 0, TimeSpan.Zero), _tally.Span?.First);
        Assert.Equal(new DateTimeOffset(2025, 3, 29, 0, 0, 0, TimeSpan.Zero), _tally.Span?.Last);
    }

    [Fact]
    public void Answered_EventsWithoutTimestamp_AreTakenAsNow()
    {
        _tally.Answered(Batch("", "2025-03-28T00:00:00Z"), new BatchAnswer(2, []));

        Assert.Equal(Now, _tally.Span?.Last);
    }

    [Fact]
    public void Answered_FewerThanSent_CountsTheRestAsFailed()
    {
        _tally.Answered(Batch("2025-03-28T00:00:00Z", "2025-03-28T00:00:00Z"), new BatchAnswer(1, []));

        Assert.Equal(1, _tally.Failed);
    }

    [Fact]
    public void Refused_ManyLines_NamesOnlyTheFirst()
    {
        for (var line = 1; line <= 50; line++)
        {
            _tally.Refused("events.ndjson", line, "no");
        }

        Assert.Equal(50, _tally.Rejected);
        Assert.Equal(10, _tally.FirstRejects.Count);
    }

    private static EventBatch Batch(params string[] timestamps)
    {
        var batch = new EventBatch("events.ndjson");
        foreach (var (index, timestamp) in timestamps.Index())
        {
            batch.Add(11 + index, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($$"""{"timestamp":"{{timestamp}}"}""")));
        }

        return batch;
    }
}
