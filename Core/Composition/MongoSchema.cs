using Pipeline.Core.Alarms.Mongo;
using Pipeline.Core.Audit.Mongo;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Processing.Quarantine.Mongo;
using Pipeline.Core.Processing.Sessions.Mongo;
using Pipeline.Core.Processing.Users.Mongo;
using Pipeline.Core.Processing.Users.Search.Mongo;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.Core.Runs.Mongo;

namespace Pipeline.Core.Composition;

/// <summary>
/// Every index besides those on <c>_id</c>. Raw days have none: their <c>_id</c> is (timestamp, event id), and another index would
/// cost a random page per event.
/// </summary>
public static class MongoSchema
{
    public static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        .. MongoSessionStore.Indexes,
        .. MongoUserStore.Indexes,
        .. MongoUserIndex.Indexes,
        .. MongoQuarantineStore.Indexes,
        .. MongoDirtySlices.Indexes,
        .. MongoRunHistory.Indexes,
        .. MongoAuditLog.Indexes,
        .. MongoAlarmStore.Indexes,
    ];
}
