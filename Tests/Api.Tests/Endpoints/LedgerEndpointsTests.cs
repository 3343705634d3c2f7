using Pipeline.Core.Processing.Ledger;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class LedgerEndpointsTests : IAsyncLifetime
{
    private static readonly Guid First = Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11");
    private static readonly Guid Second = Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e12");

    private readonly ReadApi _api = new();

    private DateTimeOffset Now => _api.Time.GetUtcNow();

    public async ValueTask InitializeAsync() => await _api.Ledger.RecordAsync(
        [
            new LedgerEntry(First, 0, 10, 4, 3, 2, 1, Now.AddHours(-2)),
            new LedgerEntry(First, 15, 5, 5, 0, 0, 0, Now.AddMinutes(10)),
            new LedgerEntry(Second, 0, 7, 7, 0, 0, 0, Now.AddMinutes(1)),
        ],
        TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task GetLedger_NoRange_HasEveryHourAndTheirTotals() => Json.Equal(
        """
        {"data":{"totals":{"accepted":27,"stored":16,"duplicate":3,"rejected":2,"quarantined":1,"inFlight":5,"gap":0},"rows":[
        {"hour":"2026-03-11T11:00:00.000Z","producer":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11","accepted":5,"stored":5,"duplicate":0,
        "rejected":0,"quarantined":0,"inFlight":0,"gap":0},
        {"hour":"2026-03-11T11:00:00.000Z","producer":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e12","accepted":7,"stored":7,"duplicate":0,
        "rejected":0,"quarantined":0,"inFlight":0,"gap":0},
        {"hour":"2026-03-11T09:00:00.000Z","producer":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11","accepted":15,"stored":4,"duplicate":3,
        "rejected":2,"quarantined":1,"inFlight":5,"gap":0}],"total":3}}
        """,
        await _api.GetAsync("/api/ops/ledger"));

    [Theory]
    [InlineData("?from=2026-03-11T11:30:00Z&to=2026-03-11T11:40:00Z", 12, 2)]
    [InlineData("?from=2026-03-11T09:00:00Z&to=2026-03-11T09:59:00Z", 15, 1)]
    [InlineData("?from=2026-03-11&to=2026-03-11&producer=0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e12", 7, 1)]
    [InlineData("?from=2026-03-10&to=2026-03-10", 0, 0)]
    [InlineData("?limit=1", 27, 3)]
    public async Task GetLedger_RangeAndProducer_CountsThemAlone(string query, int accepted, int total)
    {
        var data = (await _api.GetAsync($"/api/ops/ledger{query}")).GetProperty("data");

        Assert.Equal((accepted, total), (data.GetProperty("totals").GetProperty("accepted").GetInt32(), data.GetProperty("total").GetInt32()));
        Assert.Equal(query == "?limit=1" ? 1 : total, data.GetProperty("rows").GetArrayLength());
    }

    [Theory]
    [InlineData("from=2026-03-11", "to: is required when from is given")]
    [InlineData("producer=x", "producer: must be a UUID (got 1 characters)")]
    [InlineData("limit=0", "limit: must be a whole number from 1 to 10,000 (got 1 characters)")]
    public async Task GetLedger_BadQuery_NamesTheRule(string query, string message) => await _api.RefusesAsync($"/api/ops/ledger?{query}", message);
}
