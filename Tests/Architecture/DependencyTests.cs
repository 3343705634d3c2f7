using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace Pipeline.Architecture;

/// <summary>The allowed dependencies between the parts.</summary>
public sealed partial class DependencyTests
{
    private const string Core = "Pipeline.Core";
    private const string AdapterPattern = @"\.(Mongo|Sqlite|Sqs|S3|Directories|Parquet)(\.|$)";
    private const string DomainPattern = @"^Pipeline\.Core\.(Ingestion|Processing|Rollups|Storing|ReportingTime|Analytics|Archive|History|Runs|Audit|Protection|Alarms)(\.|$)";

    private static readonly string[] Domain =
    [
        $"{Core}.Ingestion", $"{Core}.Processing", $"{Core}.Rollups", $"{Core}.Storing", $"{Core}.ReportingTime", $"{Core}.Analytics",
        $"{Core}.Archive", $"{Core}.History", $"{Core}.Runs", $"{Core}.Audit", $"{Core}.Protection", $"{Core}.Alarms",
    ];

    private static readonly string[] Technology = ["MongoDB", "Microsoft.Data.Sqlite", "SQLitePCL", "Dapper", "Amazon", "DuckDB", "ParquetSharp"];

    [Fact]
    public void Core_Domain_KnowsNoAdapterAndNoTechnology() =>
        AssertNone(
            Types.InAssembly(Assemblies.Core).That().ResideInNamespaceMatching(DomainPattern).And().DoNotResideInNamespaceMatching(AdapterPattern),
            [.. AdapterNamespaces(), .. Technology]);

    [Fact]
    public void Core_Plumbing_KnowsNoDomain() =>
        AssertNone(Types.InAssembly(Assemblies.Core).That().ResideInNamespaceStartingWith($"{Core}.Plumbing"), Domain);

    [Fact]
    public void Core_Ingestion_KnowsNothingThatComesAfterIt() =>
        AssertNone(
            Types.InAssembly(Assemblies.Core).That().ResideInNamespaceStartingWith($"{Core}.Ingestion"),
            [.. Domain.Where(name => name != $"{Core}.Ingestion")]);

    [Fact]
    public void Core_Processing_KnowsNoRollupsAndNoReaders() =>
        AssertNone(
            Types.InAssembly(Assemblies.Core).That().ResideInNamespaceStartingWith($"{Core}.Processing"),
            [$"{Core}.Rollups", $"{Core}.Storing", $"{Core}.ReportingTime", $"{Core}.Analytics", $"{Core}.Archive", $"{Core}.Runs"]);

    [Fact]
    public void Core_Storing_KnowsNoReaders() =>
        AssertNone(
            Types.InAssembly(Assemblies.Core).That().ResideInNamespaceStartingWith($"{Core}.Storing"),
            [$"{Core}.ReportingTime", $"{Core}.Analytics", $"{Core}.Archive", $"{Core}.Runs"]);

    [Fact]
    public void Core_Analytics_KnowsNoQueue() =>
        AssertNone(
            Types.InAssembly(Assemblies.Core).That().ResideInNamespaceStartingWith($"{Core}.Analytics"), [$"{Core}.Ingestion.Queue"]);

    [Fact]
    public void Core_Everything_KnowsNoHttpAndNoJobs() =>
        AssertNone(Types.InAssembly(Assemblies.Core).That().ResideInNamespaceStartingWith(Core), ["Microsoft.AspNetCore", "Hangfire", "Quartz"]);

    [Fact]
    public void Api_Ingest_KnowsNoStore() =>
        AssertNone(
            Types.InAssembly(Assemblies.Api).That().ResideInNamespaceStartingWith("Pipeline.Api.Ingest")
                .Or().HaveNameStartingWith("IngestEndpoints"),
            [$"{Core}.Processing", $"{Core}.Rollups", $"{Core}.Analytics", $"{Core}.Archive", $"{Core}.Runs"]);

    [Fact]
    public void Api_Reads_KnowNoQueue() =>
        AssertNone(
            Types.InAssembly(Assemblies.Api).That().HaveNameStartingWith("AnalyticsEndpoints")
                .Or().HaveNameStartingWith("UserReadEndpoints"),
            [$"{Core}.Ingestion.Queue"]);

    [Fact]
    public void Workers_Everything_KnowsNoHttpNoJobsAndNoReaders() =>
        AssertNone(
            Types.InAssembly(Assemblies.Workers).That().ResideInNamespaceStartingWith("Pipeline.Workers"),
            ["Microsoft.AspNetCore", "Hangfire", "Pipeline.Jobs", "Pipeline.Api", $"{Core}.Analytics", .. Technology, .. AdapterNamespaces()]);

    [Fact]
    public void Jobs_Everything_KnowsNoHttpAndNoWorkers() =>
        AssertNone(
            Types.InAssembly(Assemblies.Jobs).That().ResideInNamespaceStartingWith("Pipeline.Jobs"),
            [
                "Microsoft.AspNetCore", "Quartz", "Pipeline.Workers", "Pipeline.Api",
                // Hangfire's own storage uses MongoDB, but is none of the domain's adapters.
                .. AdapterNamespaces().Where(name => !name.StartsWith($"{Core}.Plumbing", StringComparison.Ordinal)),
            ]);

    [Fact]
    public void RawDays_AreReadAndWritten_ByTheHistoryOnly()
    {
        string[] ports = [$"{Core}.Processing.Raw.IRawStore", $"{Core}.Processing.Raw.ISealedDays"];
        AssertNone(
            Types.InAssembly(Assemblies.Core).That().DoNotResideInNamespaceMatching(@"^Pipeline\.Core\.(History|Processing\.Raw|Composition)(\.|$)"),
            ports);
        Assert.All(
            [Assemblies.Workers, Assemblies.Jobs, Assemblies.Hosting, Assemblies.Api],
            assembly => AssertNone(Types.InAssembly(assembly).That().ResideInNamespaceStartingWith("Pipeline"), ports));
    }

    [Fact]
    public void Core_References_NoneOfTheOthers() =>
        Assert.DoesNotContain(Assemblies.Core.GetReferencedAssemblies(), IsOurs);

    [Fact]
    public void Patterns_OfTheseTests_FindWhatTheyAreAbout()
    {
        Assert.NotEmpty(AdapterNamespaces());
        Assert.All(Domain, name => Assert.Contains(Assemblies.Core.GetTypes(), type => type.Namespace?.StartsWith(name, StringComparison.Ordinal) == true));
        Assert.Contains(Assemblies.Api.GetTypes(), type => type.Namespace == "Pipeline.Api.Ingest");
    }

    private static bool IsOurs(AssemblyName name) => name.Name!.StartsWith("Pipeline.", StringComparison.Ordinal);

    [GeneratedRegex(AdapterPattern)]
    private static partial Regex Adapter { get; }

    private static string[] AdapterNamespaces() =>
        [.. Assemblies.Core.GetTypes().Select(type => type.Namespace).OfType<string>().Where(name => Adapter.IsMatch(name)).Distinct()];

    private static void AssertNone(PredicateList types, params string[] forbidden)
    {
        Assert.NotEmpty(types.GetTypes());
        var failing = types.ShouldNot().HaveDependencyOnAny(forbidden).GetResult().FailingTypes ?? [];
        Assert.Empty(failing.Select(type => type.FullName));
    }
}
