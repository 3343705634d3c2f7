namespace Pipeline.Core.Processing.Users.Search.Sqlite;

/// <summary>
/// The search index has a file of its own: it can be made again from the users, and its writing does not hold up that of events.
/// </summary>
internal static class SqliteSearchSchema
{
    /// <summary>Users by the sequences of three characters in <see cref="UserText"/>; their text is kept in the users alone.</summary>
    public const string CreateText =
        "CREATE VIRTUAL TABLE user_text USING fts5(text, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1)";

    /// <summary>Which form of text is indexed, and up to which user.</summary>
    public const string Create =
        $"""
        {CreateText};
        CREATE TABLE indexed (version INTEGER NOT NULL, through INTEGER NOT NULL);
        INSERT INTO indexed VALUES (0, -1);
        """;
}
