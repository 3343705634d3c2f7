using System.Text.Json;
using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Quarantine.Sqlite;

/// <inheritdoc/>
public sealed class SqliteQuarantineStore(SqliteDatabase database) : IQuarantineStore
{
    private const string Insert =
        """
        INSERT INTO quarantine (id, kind, reason, detail, payload, source, message_id, producer, sequence, items, account, received_at,
            received_hour, first_seen_at, last_seen_at, attempts, state, edited_payload, retry, claimed_at, stored, duplicate, history, version)
        VALUES (@Id, @Kind, @Reason, @Detail, @Payload, @Source, @MessageId, @Producer, @Sequence, @Items, @Account, @ReceivedAt,
            @ReceivedHour, @FirstSeenAt, @LastSeenAt, @Attempts, @State, @EditedPayload, @Retry, @ClaimedAt, @Stored, @Duplicate, @History, @Version)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Replace =
        """
        UPDATE quarantine SET reason = @Reason, detail = @Detail, last_seen_at = @LastSeenAt, attempts = @Attempts, state = @State,
            edited_payload = @EditedPayload, retry = @Retry, claimed_at = @ClaimedAt, stored = @Stored, duplicate = @Duplicate,
            history = json_insert(history, '$[#]', json(@Change)), version = version + 1
        WHERE id = @Id AND version = @Version
        """;

    public Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<QuarantineEntry>>(
            session => [.. entries.Where(entry => session.Connection.Execute(Insert, QuarantineRow.Of(entry)) == 1)], cancellationToken);

    public async Task<QuarantineEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await QueryAsync("id = @id", new { id }, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<QuarantineEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        QueryAsync("id IN (SELECT value FROM json_each(@ids))", new { ids = JsonSerializer.Serialize(ids) }, cancellationToken);

    public Task<IReadOnlyList<QuarantineEntry>> ListAsync(
        QuarantineFilter filter, QuarantinePosition? after, int limit, CancellationToken cancellationToken)
    {
        var where = new SqliteQuarantineFilter(filter).With("limit", limit);
        if (after is not null)
        {
            where.And("(first_seen_at, id) < (@afterTime, @afterId)").With("afterTime", after.FirstSeenAt.ToStored()).With("afterId", after.Id);
        }

        return QueryAsync($"{where} ORDER BY first_seen_at DESC, id DESC LIMIT @limit", where.Parameters, cancellationToken);
    }

    public Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        var where = new SqliteQuarantineFilter(filter);
        return database.ReadAsync(
            session => session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM quarantine WHERE {where}", where.Parameters),
            cancellationToken);
    }

    public Task<IReadOnlyList<QuarantineGroup>> GroupAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        var where = new SqliteQuarantineFilter(filter);
        return database.ReadAsync<IReadOnlyList<QuarantineGroup>>(
            session => session.Connection
                .Query<(string Reason, long State, long Count, long First, long Last)>(
                    $"""
                    SELECT reason, state, count(*), min(first_seen_at), max(last_seen_at) FROM quarantine WHERE {where}
                    GROUP BY reason, state ORDER BY 3 DESC, reason, state
                    """,
                    where.Parameters)
                .Select(row => new QuarantineGroup(
                    row.Reason, (QuarantineState)row.State, row.Count, SqliteTime.FromStored(row.First), SqliteTime.FromStored(row.Last)))
                .ToList(),
            cancellationToken);
    }

    public Task<long> ClaimAsync(QuarantineFilter filter, Guid retry, QuarantineChange change, CancellationToken cancellationToken) =>
        ChangeAsync(
            "state = @retrying, retry = @retry, claimed_at = @at",
            new SqliteQuarantineFilter(filter with { State = QuarantineState.Open })
                .And("(retry IS NULL OR retry <> @retry)")
                .With("retry", retry.ToByteArray()).With("retrying", QuarantineState.Retrying).With("at", change.At.ToStored()),
            change,
            cancellationToken);

    public Task<IReadOnlyList<QuarantineEntry>> GetClaimedAsync(Guid retry, int limit, CancellationToken cancellationToken) =>
        QueryAsync(
            "retry = @retry AND state = @retrying ORDER BY first_seen_at, id LIMIT @limit",
            new { retry = retry.ToByteArray(), retrying = QuarantineState.Retrying, limit },
            cancellationToken);

    public Task<long> ReleaseAsync(Guid retry, QuarantineChange change, CancellationToken cancellationToken) =>
        ChangeAsync(
            "state = @open, retry = NULL, claimed_at = NULL",
            new SqliteQuarantineFilter(new QuarantineFilter { State = QuarantineState.Retrying })
                .And("retry = @retry").With("retry", retry.ToByteArray()).With("open", QuarantineState.Open),
            change,
            cancellationToken);

    public Task<IReadOnlyList<Guid>> GetClaimantsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Guid>>(
            session => session.Connection
                .Query<byte[]>(
                    "SELECT DISTINCT retry FROM quarantine WHERE retry IS NOT NULL AND state = @retrying AND claimed_at < @before",
                    new { retrying = QuarantineState.Retrying, before = before.ToBound() })
                .Select(retry => new Guid(retry))
                .ToList(),
            cancellationToken);

    public Task<bool> UpdateAsync(QuarantineEntry entry, QuarantineChange change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var parameters = new DynamicParameters(QuarantineRow.Of(entry));
                parameters.Add("Change", QuarantineJson.Write(change));
                return session.Connection.Execute(Replace, parameters) == 1;
            },
            cancellationToken);

    public Task<long> DiscardAsync(QuarantineFilter filter, QuarantineChange change, CancellationToken cancellationToken) =>
        ChangeAsync(
            "state = @discarded",
            new SqliteQuarantineFilter(filter with { State = QuarantineState.Open }).With("discarded", QuarantineState.Discarded),
            change,
            cancellationToken);

    public Task<IReadOnlyList<RetryCounts>> GetRetryAsync(Guid retry, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RetryCounts>>(
            session => session.Connection
                .Query<(string Reason, long Stored, long Duplicate, long Failed, long Waiting)>(
                    """
                    SELECT reason, sum(state = @resolved AND stored > 0), sum(state = @resolved AND stored = 0),
                        sum(state IN (@open, @discarded)), sum(state = @retrying)
                    FROM quarantine WHERE retry = @retry GROUP BY reason ORDER BY count(*) DESC, reason
                    """,
                    new
                    {
                        retry = retry.ToByteArray(),
                        resolved = QuarantineState.Resolved,
                        open = QuarantineState.Open,
                        discarded = QuarantineState.Discarded,
                        retrying = QuarantineState.Retrying,
                    })
                .Select(row => new RetryCounts(row.Reason, row.Stored, row.Duplicate, row.Failed, row.Waiting))
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyList<MovedItems>> GetMovedAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<MovedItems>>(
            session => session.Connection
                .Query<(long From, long Stored, long Duplicate)>(
                    """
                    SELECT account, sum(stored), sum(duplicate) FROM quarantine
                    WHERE stored + duplicate > 0 AND account <> @alreadyStored GROUP BY account ORDER BY account
                    """,
                    new { alreadyStored = QuarantineAccount.Stored })
                .Select(row => new MovedItems((QuarantineAccount)row.From, row.Stored, row.Duplicate))
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyList<MovedHour>> GetMovedByHourAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<MovedHour>>(
            session => session.Connection
                .Query<(byte[] Producer, long Hour, long From, long Stored, long Duplicate)>(
                    """
                    SELECT producer, received_hour, account, sum(stored), sum(duplicate) FROM quarantine
                    WHERE stored + duplicate > 0 AND received_hour >= @from AND received_hour < @to AND account <> @alreadyStored
                    GROUP BY received_hour, producer, account
                    """,
                    new { alreadyStored = QuarantineAccount.Stored, from = from.ToBound(), to = to.ToBound() })
                .Select(row => new MovedHour(
                    new Guid(row.Producer),
                    SqliteTime.FromStored(row.Hour),
                    new MovedItems((QuarantineAccount)row.From, row.Stored, row.Duplicate)))
                .ToList(),
            cancellationToken);

    private Task<long> ChangeAsync(
        string assignments, SqliteQuarantineFilter where, QuarantineChange change, CancellationToken cancellationToken)
    {
        where.With("change", QuarantineJson.Write(change));
        return database.WriteAsync(
            session => (long)session.Connection.Execute(
                $"""
                UPDATE quarantine SET {assignments}, history = json_insert(history, '$[#]', json(@change)), version = version + 1
                WHERE {where}
                """,
                where.Parameters),
            cancellationToken);
    }

    private Task<IReadOnlyList<QuarantineEntry>> QueryAsync(string clauses, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<QuarantineEntry>>(
            session => session.Connection
                .Query<QuarantineRow>($"SELECT {QuarantineRow.Columns} FROM quarantine WHERE {clauses}", parameters)
                .Select(row => row.ToEntry())
                .ToList(),
            cancellationToken);
}
