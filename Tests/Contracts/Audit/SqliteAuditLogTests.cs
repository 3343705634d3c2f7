using Pipeline.Contracts.Storage;
using Pipeline.Core.Audit;
using Pipeline.Core.Audit.Sqlite;

namespace Pipeline.Contracts.Audit;

public sealed class SqliteAuditLogTests : AuditLogContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IAuditLog> CreateAsync() => Task.FromResult<IAuditLog>(new SqliteAuditLog(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}
