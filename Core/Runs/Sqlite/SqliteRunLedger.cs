using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Runs.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRunLedger(SqliteDatabase database) : IRunLedger
{
    private const string Columns =
        "id, job, arguments, attempt, state, started_at AS StartedAt, ended_at AS EndedAt, result, error";

    public Task SaveAsync(JobRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    """
                    INSERT OR REPLACE INTO job_runs (id, job, arguments, attempt, state, started_at, ended_at, result, error)
                    VALUES (@Id, @Job, @Arguments, @Attempt, @State, @StartedAt, @EndedAt, @Result, @Error)
                    """,
                    new
                    {
                        run.Id,
                        run.Job,
                        run.Arguments,
                        run.Attempt,
                        run.State,
                        StartedAt = run.StartedAt.ToStored(),
                        EndedAt = run.EndedAt?.ToStored(),
                        run.Result,
                        run.Error,
                    });
            },
            cancellationToken);

    public Task<IReadOnlyList<JobRun>> GetRecentAsync(string? job, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<JobRun>>(
            session => session.Connection
                .Query<RunRow>(
                    $"""
                    SELECT {Columns} FROM job_runs {(job is null ? "" : "WHERE job = @job")}
                    ORDER BY started_at DESC, id DESC LIMIT @limit
                    """,
                    new { job, limit })
                .Select(row => row.ToRun())
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyList<JobRun>> InterruptRunningAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<JobRun>>(
            session => session.Connection
                .Query<RunRow>(
                    $"UPDATE job_runs SET state = @interrupted, ended_at = @at WHERE state = @running RETURNING {Columns}",
                    new { interrupted = RunState.Interrupted, at = at.ToStored(), running = RunState.Running })
                .Select(row => row.ToRun())
                .ToList(),
            cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute(
                "DELETE FROM job_runs WHERE state <> @running AND ended_at < @before",
                new { running = RunState.Running, before = before.ToBound() }),
            cancellationToken);

    private sealed class RunRow
    {
        public required string Id { get; init; }

        public required string Job { get; init; }

        public required string Arguments { get; init; }

        public int Attempt { get; init; }

        public RunState State { get; init; }

        public long StartedAt { get; init; }

        public long? EndedAt { get; init; }

        public string? Result { get; init; }

        public string? Error { get; init; }

        public JobRun ToRun() => new(
            Id, Job, Arguments, Attempt, State, SqliteTime.FromStored(StartedAt), SqliteTime.FromStored(EndedAt), Result, Error);
    }
}
