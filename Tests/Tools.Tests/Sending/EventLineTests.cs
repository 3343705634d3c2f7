using System.Text;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.Tools.Tests.Sending;

public sealed class EventLineTests
{
    [Theory]
    [InlineData("""{"eventId":"x","timestamp":"2025-03-28T00:00:00.000Z"}""", true, "2025-03-28T00:00:00Z")]
    [InlineData("""{"timestamp":"2025-03-28T01:00:00+01:00","metadata":{"eventId":"not this"}}""", false, "2025-03-28T00:00:00Z")]
    [InlineData("""{"metadata":{"a":[1,{"timestamp":"2001-01-01T00:00:00Z"}]},"eventId":"x"}""", true, null)]
    [InlineData("""{"timestamp":"yesterday","eventId":null}""", false, null)]
    [InlineData("""{"\u0065ventId":"x"}""", true, null)]
    [InlineData("""{"eventId":"x","timestamp":"2025-""", true, null)]
    [InlineData("""["eventId"]""", false, null)]
    [InlineData("nonsense", false, null)]
    public void Inspect_AnyLine_FindsTopLevelIdAndTime(string json, bool hasEventId, string? timestamp)
    {
        var line = EventLine.Inspect(7, Encoding.UTF8.GetBytes(json));

        Assert.Equal(hasEventId, line.HasEventId);
        Assert.Equal(timestamp is null ? null : DateTimeOffset.Parse(timestamp, null), line.Timestamp);
        Assert.Equal(7, line.Number);
    }
}
