using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;
using Xunit;

namespace Pipeline.Core.Tests.Plumbing.Settings;

public sealed class SettingsServiceCollectionExtensionsTests
{
    [Fact]
    public void AddSettings_ValidValues_AreBound()
    {
        var options = Provide(("Part:Size", "7")).GetRequiredService<IOptions<PartOptions>>().Value;

        Assert.Equal(7, options.Size);
    }

    [Fact]
    public void AddSettings_InvalidValues_AreAllReportedWithKeyAndValue()
    {
        var failures = FailuresOf(("Part:Size", "11"), ("Part:Name", ""));

        Assert.Equal(2, failures.Count);
        Assert.Contains(failures, failure => failure.StartsWith("Part:Size is '11'.", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Part:Name is ''.", StringComparison.Ordinal));
    }

    [Fact]
    public void AddSettings_InvalidSecret_IsNotShown()
    {
        var failure = Assert.Single(FailuresOf(("Part:Password", "hunter2")));

        Assert.StartsWith("Part:Password is (secret).", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSettings_ValueOfTheWrongType_NamesTheKey() =>
        Assert.Contains("Part:Size", Assert.Single(FailuresOf(("Part:Size", "many"))), StringComparison.Ordinal);

    [Fact]
    public void AddSettings_Twice_BindsAndChecksOnce()
    {
        var configuration = Configure(("Part:Size", "11"));
        var services = new ServiceCollection()
            .AddSettings<PartOptions>(configuration, "Part")
            .AddSettings<PartOptions>(configuration, "Part");

        Assert.Single(FailuresOf(services.BuildServiceProvider()));
    }

    private static IReadOnlyList<string> FailuresOf(params (string Key, string Value)[] values) => FailuresOf(Provide(values));

    private static IReadOnlyList<string> FailuresOf(IServiceProvider services) =>
        [.. Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate).Failures];

    private static ServiceProvider Provide(params (string Key, string Value)[] values) =>
        new ServiceCollection().AddSettings<PartOptions>(Configure(values), "Part").BuildServiceProvider();

    private static IConfiguration Configure(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();

    public sealed class PartOptions
    {
        [Range(1, 10)]
        public int Size { get; set; } = 5;

        [Required(AllowEmptyStrings = false)]
        public string Name { get; set; } = "part";

        [Secret]
        [MaxLength(3)]
        public string Password { get; set; } = "";
    }
}
