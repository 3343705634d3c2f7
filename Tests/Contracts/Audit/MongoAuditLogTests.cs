using Pipeline.Contracts.Storage;
using Pipeline.Core.Audit;
using Pipeline.Core.Audit.Mongo;

namespace Pipeline.Contracts.Audit;

public sealed class MongoAuditLogTests : AuditLogContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<IAuditLog> CreateAsync() => new MongoAuditLog(await _scratch.OpenIndexedAsync());
}
