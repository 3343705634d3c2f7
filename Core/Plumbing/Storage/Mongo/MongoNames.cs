namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>The collections; those of raw days are made as days come, see <c>RawNames</c>.</summary>
internal static class MongoNames
{
    public const string Activity = "activity";
    public const string Alarms = "alarms";
    public const string ArchivedParts = "archived_parts";
    public const string AuditLog = "audit_log";
    public const string Counters = "counters";
    public const string DirtySlices = "dirty_slices";
    public const string JobRuns = "job_runs";
    public const string KeyRing = "key_ring";
    public const string LedgerAccounts = "ledger_accounts";
    public const string LedgerClosed = "ledger_closed";
    public const string LedgerEntries = "ledger_entries";
    public const string Meta = "meta";
    public const string PausedJobs = "paused_jobs";
    public const string Probes = "probes";
    public const string Quarantine = "quarantine";
    public const string RollupParts = "rollup_parts";
    public const string Rollups = "rollups";
    public const string Sessions = "sessions";
    public const string UserIndex = "user_index";
    public const string Users = "users";
    public const string Visits = "visits";
}
