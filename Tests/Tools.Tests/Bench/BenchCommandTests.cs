using Pipeline.Tools.Bench;
using Xunit;

namespace Pipeline.Tools.Tests.Bench;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("--only", "drain,sqs")]
    [InlineData("--only", "drain, sqs")]
    [InlineData("--only", "drain", "sqs")]
    [InlineData("--only", "drain", "--only", "sqs")]
    public void Only_SeveralNames_SelectsThem(params string[] arguments)
    {
        var parsed = BenchCommand.Create().Parse(arguments);

        Assert.Empty(parsed.Errors);
        Assert.Equal(["drain", "sqs"], parsed.GetValue<IReadOnlyCollection<string>>("--only")!);
    }

    [Fact]
    public void Only_UnknownName_IsRefusedByName()
    {
        var parsed = BenchCommand.Create().Parse(["--only", "drain,nope"]);

        Assert.Contains("'nope'", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }
}
