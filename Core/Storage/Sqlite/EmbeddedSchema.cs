namespace Pipeline.Core.Storage.Sqlite;

/// <summary>
/// The tables of the embedded profile; those of raw days are made as days come. Times are Unix milliseconds. Rows that are hot
/// together lie together: keys grow with arrival or with event time, see <c>SqliteRawStore</c> and <c>SqliteSessionStore</c>.
/// </summary>
internal static class EmbeddedSchema
{
    /// <summary>A lease is what changes with every delivery; the body beside it is written once.</summary>
    public static readonly IReadOnlyList<string> Queue =
    [
        """
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sent_at INTEGER NOT NULL,
            body TEXT NOT NULL);

        CREATE TABLE leases (
            id INTEGER PRIMARY KEY,
            visible_at INTEGER NOT NULL,
            receive_count INTEGER NOT NULL);

        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY,
            receive_count INTEGER NOT NULL);
        """,
    ];

    public static readonly IReadOnlyList<string> Store =
    [
        """
        CREATE TABLE counters (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE sessions (
            session_no INTEGER PRIMARY KEY,
            session_id TEXT NOT NULL UNIQUE,
            started INTEGER NOT NULL,
            ended INTEGER NOT NULL);
        CREATE INDEX sessions_by_start ON sessions (started);

        CREATE TABLE session_moves (
            session_no INTEGER NOT NULL,
            former_start INTEGER NOT NULL,
            PRIMARY KEY (session_no, former_start)) WITHOUT ROWID;

        CREATE TABLE session_users (
            session_no INTEGER NOT NULL,
            user_id TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (session_no, user_id)) WITHOUT ROWID;
        CREATE INDEX session_users_by_user ON session_users (user_id);

        CREATE TABLE users (
            number INTEGER PRIMARY KEY,
            user_id TEXT NOT NULL UNIQUE,
            fname TEXT,
            lname TEXT,
            age INTEGER,
            country TEXT,
            language TEXT,
            metadata TEXT,
            profile_ticks INTEGER,
            profile_sequence INTEGER);

        CREATE TABLE rollups (
            level INTEGER NOT NULL,
            zone TEXT NOT NULL,
            start INTEGER NOT NULL,
            version INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            revised_at INTEGER,
            content BLOB NOT NULL,
            PRIMARY KEY (level, zone, start));

        CREATE TABLE dirty_slices (
            start INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            received_at INTEGER NOT NULL);
        CREATE INDEX dirty_slices_by_age ON dirty_slices (received_at, start);

        CREATE TABLE quarantine (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            payload TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            quarantined_at INTEGER NOT NULL);
        CREATE INDEX quarantine_by_age ON quarantine (quarantined_at);

        CREATE TABLE ledger (
            producer BLOB NOT NULL,
            sequence INTEGER NOT NULL,
            count INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            duplicate INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            quarantined INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            missing INTEGER NOT NULL,
            merged INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (producer, sequence)) WITHOUT ROWID;

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
        """,
        """
        ALTER TABLE ledger ADD COLUMN last_received_at INTEGER NOT NULL DEFAULT 0;
        UPDATE ledger SET last_received_at = received_at;
        """,
        """
        CREATE TABLE archived_parts (
            day INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            key TEXT NOT NULL,
            rows INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            content_hash TEXT NOT NULL,
            archived_at INTEGER NOT NULL,
            PRIMARY KEY (day, generation)) WITHOUT ROWID;
        """,
    ];
}
