using Pipeline.Core.Audit;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Audit;

public sealed class InMemoryAuditLogTests : AuditLogContract
{
    protected override Task<IAuditLog> CreateAsync() => Task.FromResult<IAuditLog>(new InMemoryAuditLog());
}
