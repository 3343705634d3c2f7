using Pipeline.Contracts.Storage;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Sqlite;

namespace Pipeline.Contracts.Archive;

public sealed class SqliteArchiveCatalogueTests : ArchiveCatalogueContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IArchiveCatalogue> CreateAsync() =>
        Task.FromResult<IArchiveCatalogue>(new SqliteArchiveCatalogue(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
