namespace Pipeline.Core.Runs.Sqlite;

/// <summary>The history of job runs.</summary>
internal static class SqliteRunSchema
{
    public const string Create =
        """
        CREATE TABLE job_runs (
            id TEXT PRIMARY KEY,
            job TEXT NOT NULL,
            arguments TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            state INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            result TEXT,
            error TEXT);
        CREATE INDEX job_runs_by_start ON job_runs (started_at);
        CREATE INDEX job_runs_by_job ON job_runs (job, started_at);
        """;
}
