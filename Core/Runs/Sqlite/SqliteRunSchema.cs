namespace Pipeline.Core.Runs.Sqlite;

/// <summary>The history of job runs, and which jobs are paused.</summary>
internal static class SqliteRunSchema
{
    public const string Create =
        """
        CREATE TABLE job_runs (
            id TEXT PRIMARY KEY,
            job TEXT NOT NULL,
            arguments TEXT NOT NULL,
            started_by INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            state INTEGER NOT NULL,
            queued_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            done INTEGER,
            total INTEGER,
            per_second REAL,
            seconds_left REAL,
            result TEXT,
            error TEXT,
            started_by_name TEXT,
            hangfire_id TEXT,
            retried_by TEXT);
        CREATE INDEX job_runs_by_queuing ON job_runs (queued_at, id);
        CREATE INDEX job_runs_by_job ON job_runs (job, queued_at, id);
        CREATE INDEX job_runs_by_state ON job_runs (state, queued_at, id);
        CREATE INDEX job_runs_by_job_and_state ON job_runs (job, state, queued_at, id);
        CREATE INDEX job_runs_by_end ON job_runs (ended_at);
        CREATE TABLE paused_jobs (
            job TEXT PRIMARY KEY,
            paused_by TEXT,
            paused_at INTEGER NOT NULL) WITHOUT ROWID;
        """;
}
