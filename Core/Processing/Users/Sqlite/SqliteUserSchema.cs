namespace Pipeline.Core.Processing.Users.Sqlite;

/// <summary>
/// A user is keyed by number, in the order of arrival. Changed profiles are noted for the search index, which removes the notes
/// again.
/// </summary>
internal static class SqliteUserSchema
{
    public const string Create =
        """
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
        CREATE TABLE user_changes (
            change INTEGER PRIMARY KEY,
            number INTEGER NOT NULL);
        """;
}
