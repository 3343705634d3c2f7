using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Says what an SQLite error means for the caller: try again, or never again.</summary>
internal static class SqliteErrors
{
    /// <summary>The pipeline's exception for an SQLite error; the error itself when it is neither transient nor about the data.</summary>
    public static Exception Translate(Exception exception) => exception is not SqliteException error
        ? exception
        : error.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR
                or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN => new TransientStorageException(error.Message, error),
            raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH => new PermanentStorageException(error.Message, error),
            _ => error,
        };
}
