using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Architecture;

/// <summary>Names and numbers that no compiler checks.</summary>
public sealed class ConventionTests
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Each assembly has its own thousand event ids, so that an id names one message in every process's log.</summary>
    private static readonly Dictionary<string, int> Thousands = new()
    {
        ["Pipeline.Workers"] = 1,
        ["Pipeline.Jobs"] = 2,
        ["Pipeline.Hosting"] = 3,
        ["Pipeline.Api"] = 4,
        ["Pipeline.Core"] = 5,
    };

    private static IEnumerable<Type> OurTypes =>
        from assembly in Assemblies.All
        from type in assembly.GetTypes()
        where !type.IsDefined(typeof(CompilerGeneratedAttribute))
        select type;

    [Fact]
    public void LogMessages_EventIds_AreUniqueAndInTheirAssemblysThousand()
    {
        var messages = (
            from type in OurTypes
            from method in type.GetMethods(Any)
            from attribute in method.GetCustomAttributes<LoggerMessageAttribute>()
            select (Id: attribute.EventId, Assembly: type.Assembly.GetName().Name!, Name: $"{type.FullName}.{method.Name}")).ToList();

        Assert.NotEmpty(messages);
        Assert.DoesNotContain(messages.CountBy(message => message.Id), id => id.Value > 1);
        Assert.All(messages, message => Assert.Equal(Thousands.GetValueOrDefault(message.Assembly), message.Id / 1_000));
    }

    [Fact]
    public void Clocks_ParametersAndFields_AreCalledTime()
    {
        var others = (
            from type in OurTypes
            from constructor in type.GetConstructors(Any)
            from parameter in constructor.GetParameters()
            where parameter.ParameterType == typeof(TimeProvider) && parameter.Name != "time"
            select $"{type.FullName}({parameter.Name})").Concat(
            from type in OurTypes
            from field in type.GetFields(Any)
            where field.FieldType == typeof(TimeProvider) && field.Name is not ("_time" or "<time>P")
            select $"{type.FullName}.{field.Name}");

        Assert.Empty(others);
    }

    [Fact]
    public void OptionsValidators_Names_EndWithValidator() =>
        Assert.Empty(
            from type in OurTypes
            where type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            where !type.Name.Split('`')[0].EndsWith("Validator", StringComparison.Ordinal)
            select type.FullName);

    [Fact]
    public void Namespaces_OfTypes_AreTheirFolders()
    {
        // A folder that is renamed without its namespace hides where a type lies.
        var root = FindRoot();
        var misplaced =
            from project in new[] { "Core", "Workers", "Jobs", "Hosting", "Api", "Tools" }
            from file in Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!)
            where !folder.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
            let expected = $"namespace Pipeline.{folder.Replace(Path.DirectorySeparatorChar, '.')};"
            let lines = File.ReadLines(file).Where(line => line.StartsWith("namespace ", StringComparison.Ordinal)).ToList()
            where lines.Count > 0 && lines[0] != expected
            select string.Create(CultureInfo.InvariantCulture, $"{file}: {lines[0]}");

        Assert.Empty(misplaced);
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Pipeline.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("Pipeline.sln was not found above the tests.");
        }

        return directory.FullName;
    }
}
