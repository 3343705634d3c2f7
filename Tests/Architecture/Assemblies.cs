using System.Reflection;

namespace Pipeline.Architecture;

/// <summary>The program's own assemblies, by name so that no type has to be public for it.</summary>
internal static class Assemblies
{
    public static readonly Assembly Core = Assembly.Load("Pipeline.Core");
    public static readonly Assembly Workers = Assembly.Load("Pipeline.Workers");
    public static readonly Assembly Jobs = Assembly.Load("Pipeline.Jobs");
    public static readonly Assembly Hosting = Assembly.Load("Pipeline.Hosting");
    public static readonly Assembly Api = Assembly.Load("Pipeline.Api");
    public static readonly Assembly Tools = Assembly.Load("Pipeline.Tools");

    public static readonly IReadOnlyList<Assembly> All = [Core, Workers, Jobs, Hosting, Api, Tools];
}
