namespace Pipeline.Core.Processing.Users.Search.Sqlite;

/// <summary>
/// The search index has its own file: it can be recreated from the users, and writing it does not hold up the writing of events.
/// </summary>
internal static class SqliteSearchSchema
{
    /// <summary>Users by the sequences of three characters in <see cref="UserText"/>; their text is kept only in the users.</summary>
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
