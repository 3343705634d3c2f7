using System.Globalization;
using Dapper;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Brings a file's schema up to date; <c>PRAGMA user_version</c> says which version it has.</summary>
internal static class SqliteMigrations
{
    /// <param name="session">The file's writing session.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="schema">What this version of the program reads and writes.</param>
    /// <exception cref="PermanentStorageException">The file has a version that this program cannot read.</exception>
    public static void Apply(SqliteSession session, string path, SqliteSchema schema)
    {
        var version = session.Connection.ExecuteScalar<int>("PRAGMA user_version");
        if (version > schema.Version)
        {
            throw Refuse(path, version, schema, "a newer version", "Run that version");
        }

        if (version != 0 && version < schema.OldestVersion)
        {
            throw Refuse(path, version, schema, "an earlier version", "Move the data directory away to start with an empty one");
        }

        for (version = Math.Max(version, schema.OldestVersion - 1); version < schema.Version; version++)
        {
            session.Connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE; {schema.StepTo(version + 1)}; PRAGMA user_version = {version + 1}; COMMIT;"));
        }
    }

    private static PermanentStorageException Refuse(string path, int version, SqliteSchema schema, string writer, string remedy) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"{path} was written by {writer} of this program (schema {version}; this one reads {schema.OldestVersion} to {schema.Version}). {remedy}."));
}
