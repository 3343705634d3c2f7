using System.ComponentModel.DataAnnotations;
using Pipeline.Api.Security;
using Xunit;

namespace Pipeline.Api.Tests.Security;

public sealed class AccessListTests
{
    private static readonly string Hash = AccessKey.WriteHash("pk_one");
    private static readonly string Other = AccessKey.WriteHash("pk_two");

    [Fact]
    public void FindKey_SeveralHashes_AreAllValid()
    {
        var list = Read(new() { Keys = { ["shop"] = $"ingest {Hash} {Other}", ["reports"] = $"reader,operator {AccessKey.WriteHash("pk_three")}" } });

        Assert.Equal("shop", list.FindKey("pk_one")?.Name);
        Assert.Equal("shop", list.FindKey("pk_two")?.Name);
        Assert.Equal([Access.Reader, Access.Operator], list.FindKey("pk_three")!.Roles);
        Assert.Null(list.FindKey("pk_four"));
        Assert.Null(list.FindKey(""));
    }

    [Fact]
    public void FindKey_LineWithOriginAndRate_IsABrowserKey()
    {
        var options = new AccessOptions
        {
            Keys = { ["web"] = $"ingest {Hash} origin=https://shop.example/ origin=https://b.example rate=7", ["app"] = $"ingest {Other}" },
        };

        var (web, app) = (Read(options).FindKey("pk_one")!, Read(options).FindKey("pk_two")!);

        Assert.True(web.IsForBrowsers && web.Allows("https://SHOP.example") && web.Allows("https://b.example"));
        Assert.False(web.Allows("https://shop.example.attacker.example") || web.Allows("") || app.Allows("https://shop.example"));
        Assert.Equal((7, options.KeyRate), (web.Rate, app.Rate));
    }

    [Theory]
    [InlineData("a__b", "ingest HASH", "a name is")]
    [InlineData("1a", "ingest HASH", "a name is")]
    [InlineData("a-b", "ingest HASH", "a name is")]
    [InlineData("a", "", "it must be roles")]
    [InlineData("a", "ingest", "it must be roles")]
    [InlineData("a", "admin HASH", "it must be roles")]
    [InlineData("a", "ingest, HASH", "it must be roles")]
    [InlineData("a", "ingest HASH short", "it must be roles")]
    [InlineData("a", "ingest HASH colour=red", "it must be roles")]
    [InlineData("a", "ingest HASH origin=*", "origin= must be")]
    [InlineData("a", "reader HASH origin=https://shop.example", "a key with an origin is seen by every visitor, so its only role must be ingest")]
    [InlineData("a", "ingest HASH rate=0", "rate= must be")]
    [InlineData("a", "ingest HASH rate=1 rate=2", "rate= must be")]
    public void Validate_UnreadableKey_NamesTheRuleAndNoSecret(string name, string line, string rule)
    {
        var problem = Assert.Single(Validate(new() { Keys = { [name] = line.Replace("HASH", Hash, StringComparison.Ordinal) } }));

        Assert.Contains($"{name}: {rule}", problem.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Hash, problem.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([nameof(AccessOptions.Keys)], problem.MemberNames);
    }

    [Theory]
    [InlineData("reader", 1)]
    [InlineData("reader secret", 1)]
    [InlineData("ingest HASH", 1)]
    [InlineData("operator HASH", 0)]
    public void Validate_Accounts_NeedRoleAndHash(string line, int problems) =>
        Assert.Equal(problems, Validate(new()
        {
            Accounts = { ["ann"] = line.Replace("HASH", Account.HashPassword("p"), StringComparison.Ordinal) },
        }).Count);

    [Fact]
    public void Verify_RightPasswordOnly_IsTrue()
    {
        var account = new Account("ann", Access.Reader, Account.HashPassword("correct horse"));

        Assert.True(Account.Verify(account, "correct horse"));
        Assert.False(Account.Verify(account, "correct horse "));
        Assert.False(Account.Verify(null, "correct horse"));
    }

    [Fact]
    public void Grants_OperatorReads_ButDoesNotIngest()
    {
        var list = Read(new() { Accounts = { ["ann"] = $"operator {Account.HashPassword("p")}" } });

        Assert.True(list.Grants(Access.Operator) && list.Grants(Access.Reader));
        Assert.False(list.Grants(Access.Ingest));
    }

    [Fact]
    public void Create_Key_IsNewAndFoundByItsHash()
    {
        var key = AccessKey.Create();

        Assert.NotEqual(key, AccessKey.Create());
        Assert.Equal(46, key.Length);
        Assert.Equal("a", Read(new() { Keys = { ["a"] = $"ingest {AccessKey.WriteHash(key)}" } }).FindKey(key)?.Name);
    }

    private static AccessList Read(AccessOptions options)
    {
        var list = AccessList.Read(options, out var problems);
        Assert.Empty(problems);
        return list;
    }

    private static List<ValidationResult> Validate(AccessOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results;
    }
}
