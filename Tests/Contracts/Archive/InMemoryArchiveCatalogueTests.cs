using Pipeline.Core.Archive.Catalogue;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Archive;

public sealed class InMemoryArchiveCatalogueTests : ArchiveCatalogueContract
{
    private readonly InMemoryArchiveCatalogue _catalogue = new();

    protected override Task<IArchiveCatalogue> CreateAsync() => Task.FromResult<IArchiveCatalogue>(_catalogue);
}
