using System.Reflection;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;
using Pipeline.Testing;

namespace Pipeline.Core.Tests.History;

/// <summary>Counts the calls of several ports together, and fails before or after one of them.</summary>
internal sealed class CrashPlan(int call, bool isAfter)
{
    private int _calls;

    /// <summary>Whether the call has come.</summary>
    public bool HasCrashed { get; private set; }

    public static Exception Crash => new InvalidOperationException("The process dies here.");

    /// <summary>Stores whose calls are counted.</summary>
    public static EventStores Over(EventStores stores, CrashPlan plan) => stores with
    {
        Raw = Crashing<IRawStore>.Over(stores.Raw, plan),
        Sealed = Crashing<ISealedDays>.Over(stores.Sealed, plan),
        Catalogue = Crashing<IArchiveCatalogue>.Over(stores.Catalogue, plan),
        Archive = Crashing<IArchivedEvents>.Over(stores.Archive, plan),
        Format = Crashing<IPartFormat>.Over(stores.Format, plan),
        Files = Crashing<IArchiveFiles>.Over(stores.Files, plan),
    };

    /// <summary>Whether the next call fails, and if so, whether after it was done.</summary>
    public (bool Before, bool After) Next()
    {
        var isIt = ++_calls == call;
        HasCrashed |= isIt;
        return (isIt && !isAfter, isIt && isAfter);
    }
}

/// <summary>A port whose calls fail as planned.</summary>
public class Crashing<TPort> : DispatchProxy
    where TPort : class
{
    private TPort _inner = null!;
    private CrashPlan _plan = null!;

    internal static TPort Over(TPort inner, CrashPlan plan)
    {
        var port = Create<TPort, Crashing<TPort>>();
        var proxy = (Crashing<TPort>)(object)port;
        (proxy._inner, proxy._plan) = (inner, plan);
        return port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        var isTask = typeof(Task).IsAssignableFrom(type);
        // A property, or the beginning of a reading: nothing is written by it.
        var (before, after) = isTask || type.IsGenericType ? _plan.Next() : default;
        if (before || (after && !isTask))
        {
            throw CrashPlan.Crash;
        }

        var result = targetMethod.Invoke(_inner, args);
        return !after ? result
            : type == typeof(Task) ? FailAfterAsync((Task)result!)
            : typeof(Crashing<TPort>).GetMethod(nameof(FailAfterResultAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [result]);
    }

    private static async Task FailAfterAsync(Task work)
    {
        await work;
        throw CrashPlan.Crash;
    }

    private static async Task<TResult> FailAfterResultAsync<TResult>(Task<TResult> work)
    {
        var result = await work;
        (result as IDisposable)?.Dispose();
        throw CrashPlan.Crash;
    }
}
