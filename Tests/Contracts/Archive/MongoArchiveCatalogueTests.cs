using Pipeline.Contracts.Storage;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Mongo;

namespace Pipeline.Contracts.Archive;

public sealed class MongoArchiveCatalogueTests : ArchiveCatalogueContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IArchiveCatalogue> CreateAsync() => new MongoArchiveCatalogue(await _scratch.OpenIndexedAsync());
}
