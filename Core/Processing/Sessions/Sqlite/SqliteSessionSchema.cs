namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <summary>Keys grow with arrival, so that the rows of sessions that are live at one time lie together.</summary>
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
        """;
}
