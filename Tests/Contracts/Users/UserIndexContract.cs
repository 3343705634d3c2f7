using System.Globalization;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Search;

namespace Pipeline.Contracts.Users;

/// <summary>What <see cref="IUserIndex"/> promises, whatever lies behind it, as the search shows it.</summary>
public abstract class UserIndexContract
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens users and index on this test's own storage, empty at first. A second call closes what the first one opened and opens
    /// the same storage again.
    /// </summary>
    protected abstract Task<(IUserStore Users, IUserIndex Index)> CreateAsync();

    /// <summary>Takes the index away, as an operator or a lost disk may.</summary>
    protected abstract Task RemoveIndexAsync();

    [Theory]
    [InlineData("user-9", "user-9,user-90,user-911,USER-92,my-user-9x")]
    [InlineData("  USER-9 ", "user-9,user-90,user-911,USER-92,my-user-9x")]
    [InlineData("ser-91", "user-911")]
    [InlineData("er", "")]
    [InlineData("us", "user-9,user-90,user-911,USER-92,my-user-9x")]
    [InlineData("m", "my-user-9x,p-müller,p-ann")]
    [InlineData("9", "user-9,user-90,user-911,USER-92,my-user-9x")]
    [InlineData("ann", "p-ann,p-jo")]
    [InlineData("ann mar", "p-ann")]
    [InlineData("N M", "p-ann")]
    [InlineData("MARIE  smith", "p-ann")]
    [InlineData("MÜLLER", "p-müller")]
    [InlineData("ÜL", "")]
    [InlineData("Mü", "p-müller")]
    [InlineData("ΟΔΥΣΣΕΥΣ", "p-greek")]
    [InlineData("οδυσσευσ", "p-greek")]
    [InlineData("%", "a50%b")]
    [InlineData("50%", "a50%b")]
    [InlineData("_", "x_y")]
    [InlineData("x_y", "x_y")]
    [InlineData("*", "x*y")]
    [InlineData("x*", "x*y")]
    [InlineData("[a]", "x[a]y")]
    [InlineData("\\", "x\\y")]
    [InlineData("'", "x'y,p-o'neil")]
    [InlineData("O'Neil", "p-o'neil")]
    [InlineData("\"", "x\"y")]
    [InlineData("x\"y", "x\"y")]
    [InlineData("\"\"\"", "")]
    [InlineData(".", "x.y")]
    [InlineData("🛒", "cart 🛒🛒")]
    [InlineData("🛒🛒", "cart 🛒🛒")]
    [InlineData("t 🛒🛒", "cart 🛒🛒")]
    [InlineData("🛒🛒🛒", "")]
    [InlineData("NEAR(", "")]
    [InlineData("AND OR NOT", "")]
    [InlineData("a\u0001b", "")]
    [InlineData("\u0002", "")]
    [InlineData("\u0000", "")]
    [InlineData("ab", "ab,abc,abcd")]
    [InlineData("abc", "abc,abcd,xabc")]
    [InlineData("abcd", "abcd")]
    public async Task Search_Text_FindsExactThenBeginningsThenParts(string text, string expected)
    {
        var (users, index) = await CreateAsync();
        await users.GetNumbersAsync(
            [
                "my-user-9x", "USER-92", "user-911", "user-90", "user-9", "a50%b", "a50xb", "x_y", "xzy", "x*y", "x[a]y", "x\\y", "x'y",
                "x\"y", "x.y", "cart 🛒🛒", "xabc", "abcd", "abc", "ab",
            ],
            Token);
        await users.PutProfilesAsync(
            [
                Update("p-ann", "Ann", "Marie  Smith"), Update("p-jo", "Joanne", null), Update("p-müller", null, "Müller"),
                Update("p-o'neil", "Zoe", "O'Neil"), Update("p-greek", "ὦ", "Ὀδυσσεύς οδυσσευς"),
            ],
            Token);
        await UpdateAllAsync(index);

        var found = await SearchAsync(users, index, text);

        // Within a group the order is the store's own.
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(found.OrderBy(id => GroupOf(id, text.Trim())), found);
        Assert.Equal(found, await SearchAsync(users, index, text));
    }

    [Fact]
    public async Task Search_MoreMatchesThanAskedFor_KeepsTheBest()
    {
        var (users, index) = await CreateAsync();
        await users.GetNumbersAsync([.. Enumerable.Range(0, 500).Select(i => $"user-{i}"), "my user-7"], Token);
        await UpdateAllAsync(index);

        var found = await SearchAsync(users, index, "user-7", limit: 12);

        Assert.Equal("user-7", found[0]);
        Assert.Equal(12, found.Distinct().Count());
        Assert.All(found.Take(11), id => Assert.StartsWith("user-7", id, StringComparison.Ordinal));
        Assert.Equal("my user-7", found[11]);
        Assert.Equal(["user-7", .. found.Skip(1).Take(2)], await SearchAsync(users, index, "user-7", limit: 3));
        Assert.Equal(50, (await SearchAsync(users, index, "ser")).Count);
    }

    [Fact]
    public async Task Search_NewUser_IsFoundByIdAtOnceAndByPartsAfterTheUpdate()
    {
        var (users, index) = await CreateAsync();
        await users.GetNumbersAsync(["newcomer"], Token);

        Assert.Equal(["newcomer"], await SearchAsync(users, index, " newcomer"));
        Assert.Empty(await SearchAsync(users, index, "comer"));

        await UpdateAllAsync(index);
        Assert.Equal(["newcomer"], await SearchAsync(users, index, "comer"));
    }

    [Fact]
    public async Task Search_ProfileChanged_FindsOnlyWhatHoldsNow()
    {
        var (users, index) = await CreateAsync();
        await users.PutProfilesAsync([Update("u", "Former", "Name"), Update("v", "Other", "Person")], Token);
        await UpdateAllAsync(index);

        await users.PutProfilesAsync([Update("u", "Present", "Name", 2)], Token);
        Assert.Empty(await SearchAsync(users, index, "former"));
        await UpdateAllAsync(index);

        Assert.Empty(await SearchAsync(users, index, "former"));
        Assert.Equal(["u"], await SearchAsync(users, index, "present n"));
        Assert.Equal(["v"], await SearchAsync(users, index, "other"));
    }

    [Fact]
    public async Task Update_NothingNew_DoesNothing()
    {
        var (users, index) = await CreateAsync();
        Assert.Equal(0, await index.UpdateAsync(Token));
        await users.GetNumbersAsync(["a", "b"], Token);
        await users.PutProfilesAsync([Update("a", "A", null)], Token);
        await UpdateAllAsync(index);

        Assert.Equal(0, await index.UpdateAsync(Token));
    }

    [Fact]
    public async Task Update_ThousandsOfUsersAndAProcessThatDies_MissesNobody()
    {
        var (users, index) = await CreateAsync();
        await users.GetNumbersAsync([.. Enumerable.Range(0, 4_500).Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i:0000}"))], Token);
        Assert.InRange(await index.UpdateAsync(Token), 1, 4_499);
        await users.PutProfilesAsync([Update("u0003", "Early", null), Update("u4321", "Late", null)], Token);

        (users, index) = await CreateAsync();
        await UpdateAllAsync(index);

        foreach (var text in new[] { "0003", "4321", "4499", "0000" })
        {
            Assert.Equal([$"u{text}"], await SearchAsync(users, index, text));
        }

        Assert.Equal(["u0003"], await SearchAsync(users, index, "early"));
        Assert.Equal(["u4321"], await SearchAsync(users, index, "late"));
    }

    [Fact]
    public async Task Update_IndexIsGone_MakesItAgain()
    {
        var (users, index) = await CreateAsync();
        await users.PutProfilesAsync([Update("u", "Ann", "Smith")], Token);
        await users.GetNumbersAsync(["someone"], Token);
        await UpdateAllAsync(index);

        await RemoveIndexAsync();
        (users, index) = await CreateAsync();
        Assert.Empty(await SearchAsync(users, index, "omeo"));
        await UpdateAllAsync(index);

        Assert.Equal(["someone"], await SearchAsync(users, index, "omeo"));
        Assert.Equal(["u"], await SearchAsync(users, index, "n smi"));
    }

    [Fact]
    public async Task Search_LongestIdsAndNames_AreFoundByTheirMiddle()
    {
        var (users, index) = await CreateAsync();
        var id = string.Concat(Enumerable.Repeat("🛒é", 63)) + "ab";
        var name = new string('x', 127) + "y";
        await users.PutProfilesAsync([Update(id, name, name)], Token);
        await UpdateAllAsync(index);

        Assert.Equal([id], await SearchAsync(users, index, id[3..]));
        Assert.Equal([id], await SearchAsync(users, index, $"y {name[..100]}"));
        Assert.Equal([id], await SearchAsync(users, index, $"{name} {name}"));
        Assert.Empty(await SearchAsync(users, index, $"y {name}y"));
    }

    private static async Task UpdateAllAsync(IUserIndex index)
    {
        while (await index.UpdateAsync(Token) > 0)
        {
        }
    }

    private static async Task<IReadOnlyList<string>> SearchAsync(IUserStore users, IUserIndex index, string text, int limit = 50) =>
        [.. (await new UserSearch(users, index).SearchAsync(text, limit, Token)).Select(user => user.UserId)];

    private static int GroupOf(string id, string text) =>
        id.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0 : id.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1 : 2;

    private static ProfileUpdate Update(string id, string? first, string? last, long sequence = 1) =>
        new(new UserProfile(id, first, last, null, null, null, null), Noon, sequence);
}
