using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Jobs.Rollups;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class DrainProgressTests
{
    private readonly InMemoryLedgerStore _ledger = new();

    [Fact]
    public async Task GetAsync_NothingRecorded_IsUnknown() => Assert.Null(await GetAsync());

    [Fact]
    public async Task GetAsync_SeveralProducers_IsTheOldestThingNotYetDrained()
    {
        var (quiet, busy) = (Guid.NewGuid(), Guid.NewGuid());
        await RecordAsync(
            Entry(quiet, 0, 0, secondsAgo: 8),
            Entry(busy, 0, 5, secondsAgo: 30), Entry(busy, 5, 5, secondsAgo: 20), Entry(busy, 15, 5, secondsAgo: 1));
        Assert.Equal(Builders.Noon.AddSeconds(-20), await GetAsync());

        await RecordAsync(Entry(busy, 10, 5, secondsAgo: 10));
        Assert.Equal(Builders.Noon.AddSeconds(-8), await GetAsync());
    }

    [Fact]
    public async Task GetAsync_AnotherMachinesClockIsAhead_IsNotInTheFuture()
    {
        await RecordAsync(Entry(Guid.NewGuid(), 0, 1, secondsAgo: -60));

        Assert.Equal(Builders.Noon, await GetAsync());
    }

    private static LedgerEntry Entry(Guid producer, long sequence, int count, int secondsAgo) =>
        new(producer, sequence, count, count, 0, 0, 0, Builders.Noon.AddSeconds(-secondsAgo));

    private Task RecordAsync(params LedgerEntry[] entries) => _ledger.RecordAsync(entries, TestContext.Current.CancellationToken);

    private Task<DateTimeOffset?> GetAsync()
    {
        var clock = new FakeTimeProvider(Builders.Noon);
        var bookkeeper = new Bookkeeper(_ledger, new InMemoryQuarantineStore(), Options.Create(new LedgerOptions()), clock, NullLogger<Bookkeeper>.Instance);
        return new DrainProgress(bookkeeper, clock).GetAsync(TestContext.Current.CancellationToken);
    }
}
