using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Jobs.Rollups;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class DrainProgressTests
{
    private readonly InMemoryLedger _ledger = new();

    [Fact]
    public async Task GetAsync_ExactAndEmpty_IsNow() => Assert.Equal(Builders.Noon, await GetAsync(new QueueStatus(0, 0, null, 0)));

    [Fact]
    public async Task GetAsync_Exact_IsTheOldestMessage() =>
        Assert.Equal(Builders.Noon.AddSeconds(-9), await GetAsync(new QueueStatus(1, 0, Builders.Noon.AddSeconds(-9), 0)));

    [Fact]
    public async Task GetAsync_ApproximateAndEmpty_AllowsForMessagesNotCountedYet() =>
        Assert.Equal(Builders.Noon.AddMinutes(-1), await GetAsync(new QueueStatus(0, 0, null, 0, IsExact: false)));

    [Fact]
    public async Task GetAsync_ApproximateAndEmptyAfterARecentEnvelope_IsThatEnvelope()
    {
        await RecordAsync(Builders.Noon.AddSeconds(-5));

        Assert.Equal(Builders.Noon.AddSeconds(-5), await GetAsync(new QueueStatus(0, 0, null, 0, IsExact: false)));
    }

    [Fact]
    public async Task GetAsync_ApproximateWithMessages_TrustsTheLedgerAndNotTheQueue()
    {
        await RecordAsync(Builders.Noon.AddSeconds(-30));

        Assert.Equal(
            Builders.Noon.AddSeconds(-30), await GetAsync(new QueueStatus(3, 1, Builders.Noon.AddSeconds(-2), 0, IsExact: false)));
    }

    [Fact]
    public async Task GetAsync_ApproximateWithMessagesAndNothingRecorded_IsUnknown() =>
        Assert.Null(await GetAsync(new QueueStatus(3, 1, null, 0, IsExact: false)));

    private Task RecordAsync(DateTimeOffset receivedAt) => _ledger.RecordAsync(
        [new LedgerEntry(Guid.NewGuid(), 0, 1, 1, 0, 0, 0, receivedAt)], TestContext.Current.CancellationToken);

    private Task<DateTimeOffset?> GetAsync(QueueStatus status)
    {
        var queue = new Mock<IEventQueue>();
        queue.Setup(port => port.GetStatusAsync(It.IsAny<CancellationToken>())).ReturnsAsync(status);
        return new DrainProgress(queue.Object, _ledger, Options.Create(new LedgerOptions()), new FakeTimeProvider(Builders.Noon))
            .GetAsync(TestContext.Current.CancellationToken);
    }
}
