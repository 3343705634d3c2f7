using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Api.Security;
using Pipeline.Core.Plumbing.Secrets;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Security;

public sealed class CurrentAccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_LineIsASecret_FollowsItAndKeepsWhatCanBeRead()
    {
        using var store = new FakeParameterStore { Parameters = { ["/shop"] = Line("pk_one"), ["/ann"] = $"reader {Account.HashPassword("one")}" } };
        using var configuration = new ConfigurationManager();
        (configuration["Api:Access:Keys:shop"], configuration["Api:Access:Accounts:ann"]) = ("ssm:/shop", "ssm:/ann");
        var secrets = await configuration.AddSecretReferencesAsync(() => store, Token);
        var logger = new RecordingLogger<CurrentAccess>();
        await using var services = new ServiceCollection().AddLogging().AddAccess(configuration)
            .AddSingleton<ILogger<CurrentAccess>>(logger).BuildServiceProvider();
        var access = services.GetRequiredService<CurrentAccess>();
        Assert.NotNull(access.List.FindKey("pk_one"));

        store.Parameters["/shop"] = Line("pk_two");
        store.Parameters["/ann"] = $"operator {Account.HashPassword("two")}";
        await secrets.ReadAsync([AccessOptions.SectionName], Token);
        Assert.Null(access.List.FindKey("pk_one"));
        Assert.NotNull(access.List.FindKey("pk_two"));
        Assert.Equal("operator", access.List.FindAccount("ann")?.Role);
        Assert.Empty(logger.Messages);

        store.Parameters["/shop"] = "nonsense";
        await secrets.ReadAsync([AccessOptions.SectionName], Token);
        Assert.NotNull(access.List.FindKey("pk_two"));
        var message = Assert.Single(logger.Messages);
        var problems = (string)message.Values["Problems"]!;
        Assert.Equal(LogLevel.Error, message.Level);
        Assert.StartsWith("Api:Access:Keys is (secret). shop: ", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task List_RateThatCannotBe_ChangesNothing(string rate)
    {
        using var configuration = new ConfigurationManager();
        configuration["Api:Access:Keys:shop"] = Line("pk_one");
        await using var services = new ServiceCollection().AddLogging().AddAccess(configuration).BuildServiceProvider();
        var access = services.GetRequiredService<CurrentAccess>();

        configuration["Api:Access:KeyRate"] = rate;
        configuration["Api:Access:Keys:shop"] = Line("pk_two");
        ((IConfigurationRoot)configuration).Reload();

        Assert.Equal(1_000, access.List.FindKey("pk_one")?.Rate);
    }

    private static string Line(string key) => $"ingest {AccessKey.WriteHash(key)}";
}
