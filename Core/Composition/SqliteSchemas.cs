using Pipeline.Core.Alarms.Sqlite;
using Pipeline.Core.Archive.Catalogue.Sqlite;
using Pipeline.Core.Audit.Sqlite;
using Pipeline.Core.Ingestion.Queue.Sqlite;
using Pipeline.Core.Plumbing.Storage.Sqlite;
using Pipeline.Core.Processing.Ledger.Sqlite;
using Pipeline.Core.Processing.Probes.Sqlite;
using Pipeline.Core.Processing.Quarantine.Sqlite;
using Pipeline.Core.Processing.Sessions.Sqlite;
using Pipeline.Core.Processing.Users.Search.Sqlite;
using Pipeline.Core.Processing.Users.Sqlite;
using Pipeline.Core.Protection.Sqlite;
using Pipeline.Core.Rollups.Sqlite;
using Pipeline.Core.Runs.Sqlite;

namespace Pipeline.Core.Composition;

/// <summary>
/// The tables of the SQLite files; those of raw days are made as days come. Times are Unix milliseconds. Rows that are used together
/// lie together: keys grow with arrival or with event time.
/// </summary>
public static class SqliteSchemas
{
    public static readonly SqliteSchema Queue = new(OldestVersion: 11, [SqliteQueueSchema.Create]);

    public static readonly SqliteSchema Search = new(OldestVersion: 11, [SqliteSearchSchema.Create]);

    public static readonly SqliteSchema Store = new(
        OldestVersion: 11,
        [
            string.Join(
                '\n',
                SqliteCountersSchema.Create,
                SqliteSessionSchema.Create,
                SqliteUserSchema.Create,
                SqliteQuarantineSchema.Create,
                SqliteLedgerSchema.Create,
                SqliteRollupSchema.Create,
                SqliteRunSchema.Create,
                SqliteAlarmSchema.Create,
                SqliteProbeSchema.Create,
                SqliteArchiveSchema.Create,
                SqliteAuditSchema.Create,
                SqliteKeyRing.Create),
            SqliteArchiveSchema.Recreate,
            SqliteArchiveSchema.AddRetirement,
        ]);
}
