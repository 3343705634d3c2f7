using Pipeline.Core.Archive.Catalogue;

namespace Pipeline.Contracts.Archive;

/// <summary>What <see cref="IArchiveCatalogue"/> promises, whatever lies behind it.</summary>
public abstract class ArchiveCatalogueContract
{
    private static readonly DateOnly Day = new(2025, 3, 30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the catalogue on this test's own storage, empty at first; a second call opens the same storage again.</summary>
    protected abstract Task<IArchiveCatalogue> CreateAsync();

    [Fact]
    public async Task Record_NewPart_IsReadBackUnchangedAfterReopening()
    {
        Assert.Equal(Part(1), await (await CreateAsync()).RecordAsync(Part(1), Token));

        Assert.Equal([Part(1)], await (await CreateAsync()).GetPartsAsync(Day, Day, Token));
    }

    [Fact]
    public async Task Record_SameDayAndGenerationAgain_KeepsAndAnswersTheFirst()
    {
        var catalogue = await CreateAsync();
        await catalogue.RecordAsync(Part(1), Token);

        Assert.Equal(Part(1), await catalogue.RecordAsync(Part(1) with { Rows = 7, ContentHash = "ff" }, Token));
        Assert.Equal([Part(1)], await catalogue.GetPartsAsync(Day, Day, Token));
    }

    [Fact]
    public async Task Record_ManyRunnersAtOnce_AllSeeTheSameWinner()
    {
        var catalogue = await CreateAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(rows => catalogue.RecordAsync(Part(1) with { Rows = rows }, Token)));

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task GetParts_Range_IsInclusiveAndOrderedByDayAndGeneration()
    {
        var catalogue = await CreateAsync();
        foreach (var (days, generation) in new[] { (2, 1), (0, 2), (0, 10), (-1, 1), (0, 1), (1, 1) })
        {
            await catalogue.RecordAsync(Part(generation) with { Day = Day.AddDays(days) }, Token);
        }

        var parts = await catalogue.GetPartsAsync(Day, Day.AddDays(1), Token);

        Assert.Equal(
            [(Day, 1), (Day, 2), (Day, 10), (Day.AddDays(1), 1)], parts.Select(part => (part.Day, part.Generation)));
    }

    [Fact]
    public async Task Remove_Part_ForgetsItAlone()
    {
        var catalogue = await CreateAsync();
        await catalogue.RecordAsync(Part(1), Token);
        await catalogue.RecordAsync(Part(2), Token);

        await catalogue.RemoveAsync(Day, 1, Token);
        await catalogue.RemoveAsync(Day, 3, Token);

        Assert.Equal([Part(2)], await catalogue.GetPartsAsync(Day, Day, Token));
    }

    [Fact]
    public async Task Note_ProblemAndThenNone_ChangesThatPartAlone()
    {
        var catalogue = await CreateAsync();
        var at = new DateTimeOffset(2025, 6, 1, 3, 0, 0, 7, TimeSpan.Zero);
        await catalogue.RecordAsync(Part(1), Token);
        await catalogue.RecordAsync(Part(2), Token);

        await catalogue.NoteAsync(Day, 1, "it is missing", at, Token);
        await catalogue.NoteAsync(Day, 3, "there is no such part", at, Token);
        Assert.Equal(
            [Part(1) with { Problem = "it is missing", VerifiedAt = at }, Part(2)], await catalogue.GetPartsAsync(Day, Day, Token));

        await catalogue.NoteAsync(Day, 1, null, at.AddDays(1), Token);
        Assert.Equal([Part(1) with { VerifiedAt = at.AddDays(1) }, Part(2)], await catalogue.GetPartsAsync(Day, Day, Token));
    }

    [Fact]
    public async Task NoteRestored_Part_IsNoPartUntilItIsRecordedAnew()
    {
        var catalogue = await CreateAsync();
        var at = new DateTimeOffset(2025, 6, 1, 3, 0, 0, 7, TimeSpan.Zero);
        await catalogue.RecordAsync(Part(1), Token);
        await catalogue.RecordAsync(Part(2), Token);

        await catalogue.NoteRestoredAsync(Day, 1, at, Token);
        await catalogue.NoteRestoredAsync(Day, 1, at.AddDays(1), Token);
        await catalogue.NoteRestoredAsync(Day, 3, at, Token);
        await catalogue.NoteAsync(Day, 1, "it is missing", at, Token);
        Assert.Equal([Part(2)], await catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Equal([new RestoredPart(Day, 1, Part(1).Key, at)], await catalogue.GetRestoredAsync(Day, Day, Token));
        Assert.Empty(await catalogue.GetRestoredAsync(Day.AddDays(1), DateOnly.MaxValue, Token));

        var anew = Part(1) with { Rows = 7 };
        Assert.Equal(anew, await catalogue.RecordAsync(anew, Token));
        Assert.Equal(anew, await catalogue.RecordAsync(Part(1), Token));
        Assert.Equal([anew, Part(2)], await catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Empty(await catalogue.GetRestoredAsync(Day, Day, Token));
    }

    [Fact]
    public async Task Replace_Parts_AreRetiredUntilTheyAreForgotten()
    {
        var catalogue = await CreateAsync();
        foreach (var generation in new[] { 1, 2, 3 })
        {
            await catalogue.RecordAsync(Part(generation), Token);
        }

        Assert.Equal(Part(4), await catalogue.ReplaceAsync(Part(4), [1, 3], Token));
        await catalogue.NoteAsync(Day, 1, "it counts no more", DateTimeOffset.UnixEpoch, Token);
        await catalogue.NoteRestoredAsync(Day, 3, DateTimeOffset.UnixEpoch, Token);
        Assert.Equal([Part(2), Part(4)], await catalogue.GetPartsAsync(Day, Day, Token));
        catalogue = await CreateAsync();
        Assert.Equal(
            [new RetiredPart(Day, 1, Part(1).Key), new RetiredPart(Day, 3, Part(3).Key)], await catalogue.GetRetiredAsync(Day, Day, Token));
        Assert.Empty(await catalogue.GetRetiredAsync(Day.AddDays(1), DateOnly.MaxValue, Token));
        Assert.Empty(await catalogue.GetRestoredAsync(Day, Day, Token));

        await catalogue.RemoveAsync(Day, 1, Token);
        await catalogue.RemoveAsync(Day, 3, Token);
        Assert.Empty(await catalogue.GetRetiredAsync(Day, Day, Token));
        Assert.Equal([Part(2), Part(4)], await catalogue.GetPartsAsync(Day, Day, Token));
    }

    [Fact]
    public async Task Replace_APartThatReplacedOthersItself_LeavesTheLastAlone()
    {
        var catalogue = await CreateAsync();
        await catalogue.RecordAsync(Part(1), Token);
        await catalogue.ReplaceAsync(Part(2), [1], Token);

        await catalogue.ReplaceAsync(Part(3), [2], Token);
        Assert.Equal([Part(3)], await catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Equal([1, 2], (await catalogue.GetRetiredAsync(Day, Day, Token)).Select(part => part.Generation));

        await catalogue.NoteRestoredAsync(Day, 3, DateTimeOffset.UnixEpoch, Token);
        Assert.Empty(await catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Equal([1, 2], (await catalogue.GetRetiredAsync(Day, Day, Token)).Select(part => part.Generation));
    }

    [Fact]
    public async Task Replace_GenerationThatIsThere_ChangesNothing()
    {
        var catalogue = await CreateAsync();
        await catalogue.RecordAsync(Part(1), Token);
        await catalogue.RecordAsync(Part(2), Token);

        Assert.Equal(Part(2), await catalogue.ReplaceAsync(Part(2) with { Rows = 7 }, [1], Token));

        Assert.Equal([Part(1), Part(2)], await catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Empty(await catalogue.GetRetiredAsync(Day, Day, Token));
    }

    [Fact]
    public async Task Retire_Part_CountsNoMore()
    {
        var catalogue = await CreateAsync();
        await catalogue.RecordAsync(Part(1), Token);
        await catalogue.RecordAsync(Part(2), Token);
        await catalogue.RecordAsync(Part(3), Token);
        await catalogue.NoteRestoredAsync(Day, 2, DateTimeOffset.UnixEpoch, Token);

        await catalogue.RetireAsync(Day, 1, Token);
        await catalogue.RetireAsync(Day, 2, Token);
        await catalogue.RetireAsync(Day, 9, Token);

        Assert.Equal([Part(3)], await catalogue.GetPartsAsync(Day, Day, Token));
        Assert.Equal([1], (await catalogue.GetRetiredAsync(Day, Day, Token)).Select(part => part.Generation));
        Assert.Equal([2], (await catalogue.GetRestoredAsync(Day, Day, Token)).Select(part => part.Generation));
    }

    [Fact]
    public async Task NoteExpiredThrough_Days_TheLatestStays()
    {
        var catalogue = await CreateAsync();
        Assert.Null(await catalogue.FindExpiredThroughAsync(Token));

        await catalogue.NoteExpiredThroughAsync(Day, Token);
        await catalogue.NoteExpiredThroughAsync(Day.AddDays(-1), Token);
        Assert.Equal(Day, await catalogue.FindExpiredThroughAsync(Token));

        catalogue = await CreateAsync();
        await catalogue.NoteExpiredThroughAsync(Day.AddDays(1), Token);
        Assert.Equal(Day.AddDays(1), await catalogue.FindExpiredThroughAsync(Token));
        Assert.Empty(await catalogue.GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, Token));
    }

    private static ArchivedPart Part(int generation) => new()
    {
        Day = Day,
        Generation = generation,
        Key = $"events/dt=2025-03-30/part-{generation}.parquet",
        Rows = 12_345_678_901,
        Bytes = 400_000,
        Sha256 = "abcdef",
        ContentHash = "00c0ffee",
        First = new DateTimeOffset(2025, 3, 30, 0, 0, 0, 5, TimeSpan.Zero),
        Last = new DateTimeOffset(2025, 3, 30, 23, 59, 59, 999, TimeSpan.Zero),
        SchemaVersion = 1,
        ArchivedAt = new DateTimeOffset(2025, 5, 1, 3, 0, 0, 123, TimeSpan.Zero),
        VerifiedAt = new DateTimeOffset(2025, 5, 1, 3, 0, 0, 123, TimeSpan.Zero),
    };
}
