using Pipeline.Tools.Bench;
using Spectre.Console;
using Xunit;

namespace Pipeline.Tools.Tests.Bench;

public sealed class BenchCommandTests
{
    private readonly RecordedConsole _console = new();

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

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task RunAsync_Targets_DecideTheExitCode(bool isMet, int exitCode)
    {
        var section = new FakeSection(() => [new BenchResult("speed", "7 km/h", ">= 5 km/h", isMet)]);

        Assert.Equal(exitCode, await BenchCommand.RunAsync([section], _console.Console, TestContext.Current.CancellationToken));

        Assert.Contains("7 km/h", _console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SectionThatFails_IsMissedAndTheOthersAreMeasured()
    {
        var failing = new FakeSection(() => throw new InvalidOperationException("no server"));
        var other = new FakeSection(() => [new BenchResult("speed", "7 km/h")]);

        Assert.Equal(1, await BenchCommand.RunAsync([failing, other], _console.Console, TestContext.Current.CancellationToken));

        Assert.Contains("failed: no server", _console.Text, StringComparison.Ordinal);
        Assert.Contains("7 km/h", _console.Text, StringComparison.Ordinal);
    }

    private sealed class FakeSection(Func<IReadOnlyList<BenchResult>> measure) : IBenchSection
    {
        public string Name => "fake";

        public int Minutes => 0;

        public Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken) =>
            Task.FromResult(measure());
    }
}
