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

    private static ArchivedPart Part(int generation) => new(
        Day,
        generation,
        $"events/dt=2025-03-30/part-{generation}.parquet",
        12_345_678_901,
        400_000,
        "00c0ffee",
        new DateTimeOffset(2025, 5, 1, 3, 0, 0, 123, TimeSpan.Zero));
}
