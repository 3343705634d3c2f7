using Pipeline.Core.Protection;

namespace Pipeline.Contracts.Protection;

/// <summary>What <see cref="IKeyRing"/> promises, whatever lies behind it.</summary>
public abstract class KeyRingContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the ring on this test's own storage, empty at first; again, on the same.</summary>
    protected abstract Task<IKeyRing> CreateAsync();

    [Fact]
    public async Task Add_Keys_AreThereForTheNextCopy()
    {
        var ring = await CreateAsync();
        Assert.Empty(await ring.GetAsync(Token));

        await ring.AddAsync("1", "<key>ü</key>", Token);
        await ring.AddAsync("2", "<key/>", Token);

        Assert.Equal(["<key/>", "<key>ü</key>"], (await (await CreateAsync()).GetAsync(Token)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Add_KnownName_StaysAsItIs()
    {
        var ring = await CreateAsync();
        await ring.AddAsync("1", "first", Token);

        await ring.AddAsync("1", "second", Token);

        Assert.Equal(["first"], await ring.GetAsync(Token));
    }
}
