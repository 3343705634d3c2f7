using System.Diagnostics;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests;

public sealed class ProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_UntilItIsTerminated_ServesAndSaysWhatItIs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM to send");
        using var program = Start("--port", "0");
        var connectionString = await program.StandardOutput.ReadLineAsync(Token);
        using (var client = new MongoClient(connectionString))
        {
            await client.GetDatabase("d").RunCommandAsync<BsonDocument>("{ping: 1}", cancellationToken: Token);
        }

        using var kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync(Token);

        Assert.Matches(@"^mongodb://127\.0\.0\.1:\d+/$", connectionString);
        Assert.Contains("TEST DOUBLE", await program.StandardError.ReadToEndAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "99999")]
    [InlineData("--nonsense", "1")]
    public async Task Program_WithArgumentsItDoesNotKnow_ExitsAtOnce(params string[] arguments)
    {
        using var program = Start(arguments);

        await program.WaitForExitAsync(Token);

        Assert.Equal(2, program.ExitCode);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(TestMongoServer).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
