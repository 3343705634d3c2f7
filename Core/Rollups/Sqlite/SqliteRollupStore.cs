using Pipeline.Core.Plumbing.Storage.Sqlite;
using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Core.Rollups.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRollupStore(SqliteDatabase database) : IRollupStore
{
    private const string Columns = "start, version, updated_at, revised_at, totals, parts";

    private const string Select = $"SELECT {Columns} FROM rollups WHERE level = ? AND zone = ? AND start = ?";

    private const string SelectRange =
        $"SELECT {Columns} FROM rollups WHERE level = ? AND zone = ? AND start >= ? AND start < ? ORDER BY start LIMIT ?";

    private const string SelectVersion = "SELECT version FROM rollups WHERE level = ? AND zone = ? AND start = ?";

    private const string Replace = "INSERT OR REPLACE INTO rollups VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private const string DeletePart = "DELETE FROM rollup_parts WHERE level = ? AND zone = ? AND start = ? AND part = ?";

    private const string InsertChunk = "INSERT INTO rollup_parts VALUES (?, ?, ?, ?, ?, ?, ?)";

    private const string SelectChunks =
        """
        SELECT content FROM rollup_parts
        WHERE level = ? AND zone = ? AND start = ? AND part = ? AND version = ?
        ORDER BY chunk
        """;

    private const string DeleteParts = "DELETE FROM rollup_parts WHERE level = 0 AND zone = '' AND start <= ?";

    private const string DeleteSlices = "DELETE FROM rollups WHERE level = 0 AND zone = '' AND start <= ?";

    private const int SlicesPerDelete = 500;

    public Task<long> NextVersionAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteCounters.Next(session, SqliteCounters.RollupVersion), cancellationToken);

    public Task<long> GetLatestVersionAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteCounters.Get(session, SqliteCounters.RollupVersion) ?? 0, cancellationToken);

    public Task<IReadOnlyList<Bucket>> GetAsync(IReadOnlyCollection<BucketKey> keys, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Bucket>>(
            session =>
            {
                var row = session.Statement(Select);
                var found = new List<Bucket>(keys.Count);
                foreach (var key in keys)
                {
                    if (Bind(row, key).Step())
                    {
                        found.Add(Read(row, key.Level, key.Zone));
                    }

                    row.Reset();
                }

                return found;
            },
            cancellationToken);

    public Task<IReadOnlyList<Bucket>> GetRangeAsync(
        BucketLevel level, string zone, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Bucket>>(
            session =>
            {
                var row = session.Statement(SelectRange)
                    .Bind(1, (long)level).Bind(2, zone).Bind(3, from.ToBound()).Bind(4, to.ToBound()).Bind(5, limit);
                var found = new List<Bucket>();
                while (row.Step())
                {
                    found.Add(Read(row, level, zone));
                }

                return found;
            },
            cancellationToken);

    public Task<bool> ReadAsync(
        IReadOnlyCollection<PartAddress> parts,
        Action<PartAddress, ReadOnlyMemory<byte>> read,
        CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var row = session.Statement(SelectChunks);
                var buffer = new byte[parts.Count == 0 ? 0 : parts.Max(part => part.Part.Length)];
                foreach (var part in parts)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (ReadContent(Bind(row, part.Bucket).Bind(4, part.Part.Name).Bind(5, part.Part.Version), buffer) is not { } length)
                    {
                        return false;
                    }

                    read(part, buffer.AsMemory(0, length));
                }

                return true;
            },
            cancellationToken);

    public Task<IReadOnlyCollection<BucketKey>> PutAsync(
        IReadOnlyCollection<BucketWrite> writes, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyCollection<BucketKey>>(
            session => writes.Where(write => !TryPut(session, write)).Select(write => write.Bucket.Key).ToList(),
            cancellationToken);

    public async Task<long> DeleteSlicesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        // In steps: other writers wait for each of them.
        var deleted = 0L;
        while (await GetRangeAsync(BucketLevel.Slice, "", DateTimeOffset.MinValue, before, SlicesPerDelete, cancellationToken)
            is { Count: > 0 } slices)
        {
            var last = slices[^1].Key.Start.ToStored();
            deleted += await database.WriteAsync(
                session =>
                {
                    session.Statement(DeleteParts).Bind(1, last).Execute();
                    return session.Statement(DeleteSlices).Bind(1, last).Execute();
                },
                cancellationToken);
        }

        return deleted;
    }

    private static bool TryPut(SqliteSession session, BucketWrite write)
    {
        var bucket = write.Bucket;
        var stored = Bind(session.Statement(SelectVersion), bucket.Key);
        long? version = stored.Step() ? stored.Number(0) : null;
        stored.Reset();
        if (version != write.Replaces)
        {
            return false;
        }

        WriteParts(session, write);
        var row = Bind(session.Statement(Replace), bucket.Key)
            .Bind(4, bucket.Version).Bind(5, bucket.UpdatedAt.ToStored())
            .BindBlob(7, bucket.Totals.Span).BindBlob(8, PartListCodec.Encode(bucket.Parts));
        if (bucket.RevisedAt is { } revisedAt)
        {
            row.Bind(6, revisedAt.ToStored());
        }
        else
        {
            row.BindNull(6);
        }

        row.Execute();
        return true;
    }

    private static void WriteParts(SqliteSession session, BucketWrite write)
    {
        var key = write.Bucket.Key;
        foreach (var name in PartNames.Of(key.Level))
        {
            if (write.Bucket.Find(name) is { } kept && kept.Version != write.Bucket.Version)
            {
                continue;
            }

            if (write.Replaces is not null)
            {
                Bind(session.Statement(DeletePart), key).Bind(4, name).Execute();
            }

            if (!write.Contents.TryGetValue(name, out var content))
            {
                continue;
            }

            var insert = session.Statement(InsertChunk);
            foreach (var (number, chunk) in Chunks.Of(content).Index())
            {
                Bind(insert, key).Bind(4, name).Bind(5, number).Bind(6, write.Bucket.Version).BindBlob(7, chunk.Span).Execute();
            }
        }
    }

    /// <summary>Returns how much of the buffer the chunks fill; null when there are none, or more than fit in.</summary>
    private static int? ReadContent(SqliteStatement row, Span<byte> buffer)
    {
        int? length = null;
        while (row.Step())
        {
            var chunk = row.Bytes(0);
            var start = length ?? 0;
            if (chunk.Length > buffer.Length - start)
            {
                row.Reset();
                return null;
            }

            chunk.CopyTo(buffer[start..]);
            length = start + chunk.Length;
        }

        return length;
    }

    private static Bucket Read(SqliteStatement row, BucketLevel level, string zone)
    {
        var key = new BucketKey(level, zone, SqliteTime.FromStored(row.Number(0)));
        return new Bucket(
            key,
            row.Number(1),
            SqliteTime.FromStored(row.Number(2)),
            row.IsNull(3) ? null : SqliteTime.FromStored(row.Number(3)),
            row.Bytes(4).ToArray(),
            PartListCodec.Decode(key, row.Bytes(5).ToArray()));
    }

    private static SqliteStatement Bind(SqliteStatement statement, BucketKey key) =>
        statement.Bind(1, (long)key.Level).Bind(2, key.Zone).Bind(3, key.Start.ToStored());
}
