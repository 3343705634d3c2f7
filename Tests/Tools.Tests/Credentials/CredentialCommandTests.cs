using Pipeline.Api.Security;
using Pipeline.Tools.Credentials;
using Xunit;

namespace Pipeline.Tools.Tests.Credentials;

public sealed class CredentialCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _beside = new();

    public void Dispose()
    {
        _output.Dispose();
        _beside.Dispose();
    }

    [Fact]
    public void Account_Password_PrintsTheLineThatTheApiReads()
    {
        Assert.Equal(0, AccountCommand.Print("ann", "operator", Passwords("correct horse", "correct horse"), _output, _beside));

        var (key, line) = ReadLine();
        Assert.Equal("Api__Access__Accounts__ann", key);
        Assert.True(AccessLine.TryReadAccount("ann", line, out var account, out _));
        Assert.Equal("operator", account.Role);
        Assert.True(Account.Verify(account, "correct horse"));
        Assert.Empty(_beside.ToString());
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData(null, null)]
    [InlineData("correct horse", "correct hors")]
    public void Account_NoPasswordOrAnother_PrintsNothing(string? password, string? again)
    {
        Assert.Equal(1, AccountCommand.Print("ann", "reader", Passwords(password, again), _output, _beside));
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("ingest", null)]
    [InlineData("ingest,operator", null)]
    [InlineData("ingest", "https://shop.example")]
    public void Key_Made_PrintsTheLineThatTheApiReadsAndTheKeyBesideIt(string roles, string? origin)
    {
        KeyCommand.Print("shop", roles.Split(','), origin is null ? [] : [origin], _output, _beside);

        var (name, line) = ReadLine();
        var secret = _beside.ToString().Trim().Split(' ')[^1];
        Assert.Equal("Api__Access__Keys__shop", name);
        Assert.True(AccessLine.TryReadKey("shop", line, new AccessOptions(), out var key, out _));
        Assert.Equal(roles.Split(','), key.Roles);
        Assert.Equal(origin is not null, key.IsForBrowsers);
        Assert.Equal(AccessKey.Hash(secret), Assert.Single(key.Hashes));
        Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop-1")]
    [InlineData("shop", "--role", "admin")]
    [InlineData("shop", "--browser")]
    [InlineData("shop", "--origin", "https://shop.example")]
    [InlineData("shop", "--browser", "--origin", "shop.example")]
    [InlineData("shop", "--browser", "--origin", "https://shop.example", "--role", "reader")]
    public void Key_BadArguments_AreRefused(params string[] arguments) =>
        Assert.NotEmpty(KeyCommand.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("shop")]
    [InlineData("shop", "--role", "ingest", "--role", "operator")]
    [InlineData("shop", "--browser", "--origin", "https://a.example", "--origin", "https://b.example")]
    public void Key_GoodArguments_AreTaken(params string[] arguments) =>
        Assert.Empty(KeyCommand.Create().Parse(arguments).Errors);

    private static PasswordSource Passwords(string? first, string? second) => new(() => first, () => second);

    private (string Name, string Value) ReadLine()
    {
        var parts = Assert.Single(_output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)).Split('=', 2);
        return (parts[0], parts[1]);
    }
}
