using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Mongo;

namespace Pipeline.Contracts.Raw;

public sealed class MongoSealedReferencesTests : SealedReferencesContract, IAsyncDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly SealedDay First = new(Day, 1);

    private readonly MongoScratch _scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    [Fact]
    public async Task Seal_CrashedBetweenTheRenames_LosesNothingAndIsFinishedByARepeat()
    {
        var (raw, days, sessions) = await CreateAsync();
        var early = await StoreAsync(raw, sessions, Noon);
        await RenameAsync("refs_20250330", "sealed_refs_20250330_g1");

        Assert.Empty(await days.GetAsync(Day, Day, Token));
        Assert.Equal(1, await raw.CountAsync(Day, Token));
        Assert.Equal([early], await FindKeysAsync(sessions));
        // Nor is anything lost to somebody who drops the generation, or who stores on.
        await days.DropAsync(First, Token);
        var late = await StoreAsync(raw, sessions, Noon.AddMinutes(1));
        Assert.Equal([early, late], await FindKeysAsync(sessions));

        await days.SealAsync(First, Token);

        Assert.Equal([First], await days.GetAsync(Day, Day, Token));
        Assert.Equal((2, 0), (await days.CountAsync(First, Token), await raw.CountAsync(Day, Token)));
        Assert.Equal([early, late], await FindKeysAsync(sessions));
    }

    [Fact]
    public async Task Drop_CrashedBetweenTheDrops_IsFinishedByARepeat()
    {
        var (raw, days, sessions) = await CreateAsync();
        await StoreAsync(raw, sessions, Noon);
        await days.SealAsync(First, Token);
        await _scratch.Storage.Database.DropCollectionAsync("sealed_refs_20250330_g1", Token);

        Assert.Equal([First], await days.GetAsync(Day, Day, Token));
        await days.DropAsync(First, Token);

        Assert.Empty(await days.GetAsync(Day, Day, Token));
        Assert.Equal(0, await days.CountAsync(First, Token));
    }

    protected override async Task<(IRawStore Raw, ISealedDays Sealed, ISessionStore Sessions)> CreateAsync()
    {
        var storage = await _scratch.OpenIndexedAsync();
        return (new MongoRawStore(storage), new MongoSealedDays(storage), new MongoSessionStore(storage));
    }

    private Task RenameAsync(string name, string other) =>
        _scratch.Storage.Database.RenameCollectionAsync(name, other, cancellationToken: Token);
}
