using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Runs.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRunHistory(SqliteDatabase database) : IRunHistory
{
    private const string Columns =
        """
        id, job, arguments, started_by AS StartedBy, attempt, state, queued_at AS QueuedAt, started_at AS StartedAt,
            ended_at AS EndedAt, done, total, per_second AS PerSecond, seconds_left AS SecondsLeft, result, error,
            started_by_name AS StartedByName, hangfire_id AS HangfireId, retried_by AS RetriedBy
        """;

    private const string Insert =
        """
        INTO job_runs (id, job, arguments, started_by, attempt, state, queued_at, started_at, ended_at,
            done, total, per_second, seconds_left, result, error, started_by_name, hangfire_id, retried_by)
        VALUES (@Id, @Job, @Arguments, @StartedBy, @Attempt, @State, @QueuedAt, @StartedAt, @EndedAt,
            @Done, @Total, @PerSecond, @SecondsLeft, @Result, @Error, @StartedByName, @HangfireId, @RetriedBy)
        """;

    public Task SaveAsync(JobRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => { session.Connection.Execute($"INSERT OR REPLACE {Insert}", RunRow.Of(run)); }, cancellationToken);

    public Task AddAsync(JobRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => { session.Connection.Execute($"INSERT OR IGNORE {Insert}", RunRow.Of(run)); }, cancellationToken);

    public async Task<JobRun?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await QueryAsync("WHERE id = @id", new { id }, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<JobRun>> GetAsync(RunFilter filter, RunCursor? after, int limit, CancellationToken cancellationToken)
    {
        var conditions = ConditionsOf(filter);
        var (queuedAt, id) = (after?.QueuedAt.ToStored(), after?.Id);
        if (after is not null)
        {
            conditions += " AND (queued_at, id) < (@queuedAt, @id)";
        }

        var parameters = ParametersOf(filter);
        parameters.AddDynamicParams(new { queuedAt, id, limit });
        return QueryAsync($"WHERE {conditions} ORDER BY queued_at DESC, id DESC LIMIT @limit", parameters, cancellationToken);
    }

    public Task<int> CountAsync(RunFilter filter, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Connection.ExecuteScalar<int>(
                $"SELECT count(*) FROM job_runs WHERE {ConditionsOf(filter)}", ParametersOf(filter)),
            cancellationToken);

    public Task SetRetriedAsync(IReadOnlyCollection<string> ids, string byRun, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => { session.Connection.Execute("UPDATE job_runs SET retried_by = @byRun WHERE id = @id", ids.Select(id => new { id, byRun })); },
            cancellationToken);

    public Task<IReadOnlyList<JobRun>> GetUnfinishedAsync(CancellationToken cancellationToken) =>
        QueryAsync("WHERE ended_at IS NULL ORDER BY queued_at, id", new { }, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute(
                "DELETE FROM job_runs WHERE ended_at < @before", new { before = before.ToBound() }),
            cancellationToken);

    private static string ConditionsOf(RunFilter filter) => string.Join(
        " AND ",
        [
            "TRUE",
            .. filter.Job is null ? [] : new[] { "job = @job" },
            .. filter.State is null ? [] : new[] { "state = @state" },
            .. filter.From is null ? [] : new[] { "queued_at >= @from" },
            .. filter.To is null ? [] : new[] { "queued_at < @to" },
            .. filter.Text is null ? [] : new[]
            {
                "(instr(lower(job), lower(@text)) > 0 OR instr(lower(arguments), lower(@text)) > 0 OR instr(lower(started_by_name), lower(@text)) > 0)",
            },
        ]);

    private static DynamicParameters ParametersOf(RunFilter filter) => new(new
    {
        job = filter.Job,
        state = filter.State,
        from = filter.From?.ToBound(),
        to = filter.To?.ToBound(),
        text = filter.Text,
    });

    private Task<IReadOnlyList<JobRun>> QueryAsync(string clauses, object parameters, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<JobRun>>(
            session => session.Connection
                .Query<RunRow>($"SELECT {Columns} FROM job_runs {clauses}", parameters)
                .Select(row => row.ToRun())
                .ToList(),
            cancellationToken);

    private sealed class RunRow
    {
        public required string Id { get; init; }

        public required string Job { get; init; }

        public required string Arguments { get; init; }

        public StartedBy StartedBy { get; init; }

        public int Attempt { get; init; }

        public RunState State { get; init; }

        public long QueuedAt { get; init; }

        public long? StartedAt { get; init; }

        public long? EndedAt { get; init; }

        public long? Done { get; init; }

        public long? Total { get; init; }

        public double? PerSecond { get; init; }

        public double? SecondsLeft { get; init; }

        public string? Result { get; init; }

        public string? Error { get; init; }

        public string? StartedByName { get; init; }

        public string? HangfireId { get; init; }

        public string? RetriedBy { get; init; }

        public static RunRow Of(JobRun run) => new()
        {
            Id = run.Id,
            Job = run.Job,
            Arguments = run.Arguments,
            StartedBy = run.StartedBy,
            Attempt = run.Attempt,
            State = run.State,
            QueuedAt = run.QueuedAt.ToStored(),
            StartedAt = run.StartedAt?.ToStored(),
            EndedAt = run.EndedAt?.ToStored(),
            Done = run.Progress?.Done,
            Total = run.Progress?.Total,
            PerSecond = run.Progress?.PerSecond,
            SecondsLeft = run.Progress?.SecondsLeft,
            Result = run.Result,
            Error = run.Error,
            StartedByName = run.StartedByName,
            HangfireId = run.HangfireId,
            RetriedBy = run.RetriedBy,
        };

        public JobRun ToRun() => new(
            Id,
            Job,
            Arguments,
            StartedBy,
            Attempt,
            State,
            SqliteTime.FromStored(QueuedAt),
            SqliteTime.FromStored(StartedAt),
            SqliteTime.FromStored(EndedAt),
            Done is { } done ? new RunProgress(done, Total, PerSecond ?? 0, SecondsLeft) : null,
            Result,
            Error,
            StartedByName,
            HangfireId,
            RetriedBy);
    }
}
