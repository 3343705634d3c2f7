using Pipeline.Core.Audit;

namespace Pipeline.Contracts.Audit;

/// <summary>What <see cref="IAuditLog"/> promises, whatever lies behind it.</summary>
public abstract class AuditLogContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the log on this test's own storage, empty at first.</summary>
    protected abstract Task<IAuditLog> CreateAsync();

    [Fact]
    public async Task Read_AppendedEntries_AreReadBackUnchangedNewestFirst()
    {
        var log = await CreateAsync();
        var older = Entry(0) with { Target = "/api/ops/x?é=1", Result = "202 /api/ops/runs/7" };
        var newer = Entry(1);
        await AppendAsync(log, newer, older);

        Assert.Equal([newer, older], await log.ReadAsync(new AuditQuery(), Token));
    }

    [Fact]
    public async Task Append_SameEntryAgain_ChangesNothing()
    {
        var log = await CreateAsync();
        var entry = Entry(0);
        await AppendAsync(log, entry, entry with { Who = "someone else" });

        Assert.Equal([entry], await log.ReadAsync(new AuditQuery(), Token));
    }

    [Fact]
    public async Task Read_PageByPage_GivesEachEntryOnce()
    {
        var log = await CreateAsync();
        // Several of the same millisecond: their order is arbitrary, but must not change from page to page.
        await AppendAsync(log, [.. Enumerable.Range(0, 7).Select(i => Entry(i / 3))]);

        var read = new List<AuditEntry>();
        IReadOnlyList<AuditEntry> page;
        do
        {
            page = await log.ReadAsync(new AuditQuery(After: read.LastOrDefault()?.Id, Limit: 2), Token);
            read.AddRange(page);
        }
        while (page.Count > 0);

        Assert.Equal(7, read.DistinctBy(entry => entry.Id).Count());
        Assert.Equal(read.OrderByDescending(entry => entry.Id, StringComparer.Ordinal), read);
    }

    [Fact]
    public async Task Read_ByWhoWhatAndTime_GivesThoseOnly()
    {
        var log = await CreateAsync();
        var ann = Entry(0) with { Who = "ann" };
        var annSignsIn = Entry(1) with { Who = "ann", What = "SignIn" };
        var ben = Entry(2) with { Who = "ben", What = "SignIn" };
        await AppendAsync(log, ann, annSignsIn, ben);

        Assert.Equal([annSignsIn, ann], await log.ReadAsync(new AuditQuery(Who: "ann"), Token));
        Assert.Equal([ben, annSignsIn], await log.ReadAsync(new AuditQuery(What: "SignIn"), Token));
        Assert.Equal([annSignsIn], await log.ReadAsync(new AuditQuery("ann", "SignIn"), Token));
        Assert.Equal([ben, annSignsIn], await log.ReadAsync(new AuditQuery(From: annSignsIn.At), Token));
        Assert.Equal([ann], await log.ReadAsync(new AuditQuery(To: annSignsIn.At), Token));
        Assert.Equal([ben], await log.ReadAsync(new AuditQuery(From: annSignsIn.At.AddTicks(1)), Token));
        Assert.Equal([ann], await log.ReadAsync(new AuditQuery(To: ben.At, After: annSignsIn.Id), Token));
        Assert.Empty(await log.ReadAsync(new AuditQuery(Who: "an"), Token));
    }

    private static AuditEntry Entry(int seconds) =>
        AuditEntry.Create(Noon.AddSeconds(seconds), "olaf", "RebuildRollups", "/api/ops/rollups/rebuild", "10.0.0.7", "202");

    private static async Task AppendAsync(IAuditLog log, params AuditEntry[] entries)
    {
        foreach (var entry in entries)
        {
            await log.AppendAsync(entry, Token);
        }
    }
}
