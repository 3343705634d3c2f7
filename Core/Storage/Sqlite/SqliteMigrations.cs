using System.Globalization;
using Dapper;

namespace Pipeline.Core.Storage.Sqlite;

/// <summary>Brings a file's schema up to date; <c>PRAGMA user_version</c> says how many steps it has taken.</summary>
internal static class SqliteMigrations
{
    public static void Apply(SqliteSession session, string path, IReadOnlyList<string> migrations)
    {
        var version = session.Connection.ExecuteScalar<int>("PRAGMA user_version");
        if (version > migrations.Count)
        {
            throw new PermanentStorageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} was written by a newer version (schema {version}, this version knows {migrations.Count})."));
        }

        for (; version < migrations.Count; version++)
        {
            session.Connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"BEGIN IMMEDIATE; {migrations[version]}; PRAGMA user_version = {version + 1}; COMMIT;"));
        }
    }
}
