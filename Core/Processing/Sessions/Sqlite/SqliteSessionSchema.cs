namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <summary>
/// Sessions and visits are keyed by numbers that grow with arrival: the rows that are live at the same time lie together, even those of a
/// session that everybody shares. References are in separate tables, see <see cref="SqliteReferences"/>.
/// </summary>
internal static class SqliteSessionSchema
{
    public const string Create =
        """
        CREATE TABLE sessions (
            session_no INTEGER PRIMARY KEY,
            session_id TEXT NOT NULL UNIQUE,
            started INTEGER NOT NULL,
            ended INTEGER NOT NULL);
        CREATE INDEX sessions_by_start ON sessions (started);

        -- Only what is not confirmed yet.
        CREATE TABLE session_moves (
            session_id TEXT NOT NULL,
            former_start INTEGER NOT NULL,
            PRIMARY KEY (session_id, former_start)) WITHOUT ROWID;

        -- The visit's latest day, and its last reference of that day.
        CREATE TABLE visits (
            visit_no INTEGER PRIMARY KEY,
            session_no INTEGER NOT NULL,
            user_id TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            day INTEGER NOT NULL,
            reference_no INTEGER NOT NULL,
            UNIQUE (session_no, user_id));
        CREATE INDEX visits_by_user ON visits (user_id, first);

        -- The same for its earlier days; most visits have none.
        CREATE TABLE visit_days (
            visit_no INTEGER NOT NULL,
            day INTEGER NOT NULL,
            reference_no INTEGER NOT NULL,
            PRIMARY KEY (visit_no, day)) WITHOUT ROWID;
        """;
}
