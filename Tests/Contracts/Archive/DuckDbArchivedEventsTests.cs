using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Composition;

namespace Pipeline.Contracts.Archive;

/// <summary>Parts that are read where they lie.</summary>
public sealed class DuckDbArchivedEventsTests : DuckDbArchivedEventsContract
{
    private protected override void Replace(IServiceCollection services)
    {
    }
}

/// <summary>Parts that are copied from elsewhere.</summary>
public sealed class CachedDuckDbArchivedEventsTests : DuckDbArchivedEventsContract
{
    private protected override void Replace(IServiceCollection services)
    {
        var local = services.BuildServiceProvider().GetRequiredService<IArchiveFiles>();
        services.AddSingleton<IArchiveFiles>(new RemoteArchiveFiles(local));
    }
}

public abstract class DuckDbArchivedEventsContract : ArchivedEventsContract
{
    private readonly ServiceProvider _services;

    protected DuckDbArchivedEventsContract()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Pipeline:DataDirectory"] = Data }).Build();
        var services = new ServiceCollection().AddDirectoryArchive(configuration);
        Replace(services);
        _services = services.BuildServiceProvider();
    }

    private protected override IArchiveFiles Files => _services.GetRequiredService<IArchiveFiles>();

    private protected override IPartFormat Format => _services.GetRequiredService<IPartFormat>();

    private protected override IArchivedEvents Events => _services.GetRequiredService<IArchivedEvents>();

    public override void Dispose()
    {
        GC.SuppressFinalize(this);
        _services.Dispose();
        base.Dispose();
    }

    private protected abstract void Replace(IServiceCollection services);
}
