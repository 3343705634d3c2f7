using System.Reflection;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Pipeline.Api.Tests.Hosting;

/// <summary>The checked-in settings and the README know every setting, and the settings are the defaults.</summary>
public sealed class SettingsDocumentationTests
{
    private static readonly IConfiguration Appsettings =
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();

    public static TheoryData<Type> OptionsTypes => [.. AllOptions()];

    [Fact]
    public void OptionsTypes_AllAssemblies_AreFound() => Assert.True(AllOptions().Count() >= 14);

    [Theory]
    [MemberData(nameof(OptionsTypes))]
    public void EverySetting_StandsInAppsettingsAndReadme(Type options)
    {
        var readme = File.ReadAllText(Path.Combine(FindRoot(), "README.md"));
        foreach (var key in options.GetProperties().Select(property => $"{SectionOf(options)}:{property.Name}"))
        {
            Assert.True(Appsettings[key] is not null, $"appsettings.json lacks {key}.");
            Assert.True(readme.Contains($"`{key}`", StringComparison.Ordinal), $"README.md lacks {key}.");
        }
    }

    [Theory]
    [MemberData(nameof(OptionsTypes))]
    public void Appsettings_Bound_AreTheDefaults(Type options)
    {
        var (bound, defaults) = (Activator.CreateInstance(options)!, Activator.CreateInstance(options)!);

        Appsettings.GetSection(SectionOf(options)).Bind(bound);

        Assert.All(options.GetProperties(), property => Assert.Equal(property.GetValue(defaults), property.GetValue(bound)));
    }

    private static string SectionOf(Type options) => (string)options.GetField("SectionName")!.GetRawConstantValue()!;

    private static IEnumerable<Type> AllOptions() =>
        from assembly in new[] { "Core", "Hosting", "Workers", "Jobs", "Api" }.Select(name => Assembly.Load($"Pipeline.{name}"))
        from type in assembly.GetTypes()
        where type.GetField("SectionName")?.IsLiteral == true
        select type;

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Pipeline.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }
}
