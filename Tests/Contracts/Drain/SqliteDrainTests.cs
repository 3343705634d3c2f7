using Dapper;
using Microsoft.Data.Sqlite;
using Pipeline.Contracts.Storage;

namespace Pipeline.Contracts.Drain;

public sealed class SqliteDrainTests : DrainContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    [Fact]
    public Task Store_TableOfOneDayIsCorrupt_HurtsItsOwnEventsAlone() =>
        OneDayDamaged_HurtsItsOwnEventsAloneAsync(day => DamageAsync(file =>
        {
            long page, size;
            using (var store = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                page = store.ExecuteScalar<long>("SELECT rootpage FROM sqlite_schema WHERE name = @name", new { name = DayName(day) });
                size = store.ExecuteScalar<long>("PRAGMA page_size");
            }

            using var bytes = File.OpenHandle(file, access: FileAccess.Write);
            RandomAccess.Write(bytes, Enumerable.Repeat((byte)0xEE, (int)size).ToArray(), (page - 1) * size);
        }));

    [Theory]
    [InlineData("CREATE TABLE {0} (something TEXT)")]
    [InlineData("CREATE VIEW {0} AS SELECT 1 AS something")]
    [InlineData("CREATE TABLE {0} (timestamp, event_id, user_id, session_id, event_type, page, metadata, origin CHECK (origin IS NULL))")]
    public Task Store_TableOfOneDayIsAnother_HurtsItsOwnEventsAlone(string other) =>
        OneDayDamaged_HurtsItsOwnEventsAloneAsync(day => DamageAsync(file =>
        {
            using var store = new SqliteConnection($"Data Source={file};Pooling=False");
            store.Execute($"DROP TABLE {DayName(day)}");
            store.Execute(string.Format(System.Globalization.CultureInfo.InvariantCulture, other, DayName(day)));
        }));

    public void Dispose() => _scratch.Dispose();

    private protected override Task<DrainStores> OpenAsync() => Task.FromResult(DrainStores.On(_scratch.Open().Store));

    private Task DamageAsync(Action<string> damage)
    {
        _scratch.Close();
        damage(Path.Combine(_scratch.DataDirectory, "store.db"));
        return Task.CompletedTask;
    }
}
