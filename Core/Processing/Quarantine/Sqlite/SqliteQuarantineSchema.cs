namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <summary>What was set aside, with its payload. The history is a JSON array that every change is added to.</summary>
internal static class SqliteQuarantineSchema
{
    public const string Create =
        """
        CREATE TABLE quarantine (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind INTEGER NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            payload TEXT NOT NULL,
            source INTEGER NOT NULL,
            message_id TEXT NOT NULL,
            producer BLOB,
            sequence INTEGER,
            items INTEGER,
            account INTEGER,
            received_at INTEGER NOT NULL,
            received_hour INTEGER NOT NULL,
            first_seen_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            state INTEGER NOT NULL,
            edited_payload TEXT,
            retry BLOB,
            claimed_at INTEGER,
            stored INTEGER NOT NULL,
            duplicate INTEGER NOT NULL,
            history TEXT NOT NULL,
            version INTEGER NOT NULL);
        CREATE INDEX quarantine_by_age ON quarantine (first_seen_at, id);
        CREATE INDEX quarantine_by_reason ON quarantine (state, reason, first_seen_at, last_seen_at);
        CREATE INDEX quarantine_by_retry ON quarantine (retry, state) WHERE retry IS NOT NULL;
        CREATE INDEX quarantine_moved ON quarantine (account, stored, duplicate) WHERE stored + duplicate > 0;
        CREATE INDEX quarantine_moved_by_hour ON quarantine (received_hour, producer, account, stored, duplicate) WHERE stored + duplicate > 0;
        """;
}
