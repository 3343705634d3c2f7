using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Runs.Sqlite;

/// <inheritdoc/>
public sealed class SqlitePausedJobs(SqliteDatabase database) : IPausedJobs
{
    public Task<IReadOnlyList<PausedJob>> GetAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<PausedJob>>(
            session => session.Connection
                .Query<(string Job, string? PausedBy, long PausedAt)>("SELECT job, paused_by, paused_at FROM paused_jobs ORDER BY job")
                .Select(row => new PausedJob(row.Job, row.PausedBy, SqliteTime.FromStored(row.PausedAt)))
                .ToList(),
            cancellationToken);

    public Task PauseAsync(PausedJob pause, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    "INSERT INTO paused_jobs (job, paused_by, paused_at) VALUES (@Job, @PausedBy, @PausedAt) ON CONFLICT DO NOTHING",
                    new { pause.Job, pause.PausedBy, PausedAt = pause.PausedAt.ToStored() });
            },
            cancellationToken);

    public Task ResumeAsync(string job, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => { session.Connection.Execute("DELETE FROM paused_jobs WHERE job = @job", new { job }); }, cancellationToken);
}
