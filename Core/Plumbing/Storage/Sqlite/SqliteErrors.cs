using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Says what an SQLite error means for the caller: try again, or never again.</summary>
internal static class SqliteErrors
{
    // The last two, SQLITE_IOERR_DATA and SQLITE_IOERR_CORRUPTFS, are not among the library's constants.
    private static readonly int[] Unreadable =
        [raw.SQLITE_IOERR_READ, raw.SQLITE_IOERR_SHORT_READ, raw.SQLITE_IOERR | (32 << 8), raw.SQLITE_IOERR | (33 << 8)];

    /// <summary>The pipeline's exception for an SQLite error; the error itself when it is neither transient nor about the data.</summary>
    public static Exception Translate(Exception exception) => exception is not SqliteException error
        ? exception
        : error.SqliteErrorCode switch
        {
            // What lies on the disk cannot be read, which waiting will not mend: like a damaged page, it is of one table.
            raw.SQLITE_IOERR when Unreadable.Contains(error.SqliteExtendedErrorCode) => error,
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR
                or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN => new TransientStorageException(error.Message, error),
            raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH => new PermanentStorageException(error.Message, error),
            _ => error,
        };
}
