using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Plumbing.Storage.Sqlite;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Mongo;
using Pipeline.Core.Processing.Ledger.Sqlite;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Probes.Mongo;
using Pipeline.Core.Processing.Probes.Sqlite;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Quarantine.Mongo;
using Pipeline.Core.Processing.Quarantine.Sqlite;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;
using Pipeline.Core.Processing.Raw.Sqlite;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Mongo;
using Pipeline.Core.Processing.Sessions.Sqlite;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Mongo;
using Pipeline.Core.Processing.Users.Sqlite;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.Core.Rollups.Sqlite;
using Pipeline.Core.Storing;
using Pipeline.Core.Storing.Retries;
using Pipeline.Jobs.Rollups;
using Pipeline.Testing;

namespace Pipeline.Contracts.Drain;

/// <summary>The stores that the drain writes to, all on one storage, and the drain over them.</summary>
internal sealed record DrainStores(
    IRawStore Raw, ISessionStore Sessions, IUserStore Users, IDirtySlices Dirty, IQuarantineStore Quarantine, ILedgerStore Ledger,
    IRollupStore Rollups, IRollupProgress Progress, IProbeStore Probes)
{
    // Tests choose old days, so that no event is from the future.
    private static readonly IOptions<EventOptions> Events = Options.Create(new EventOptions { MaxAge = TimeSpan.FromDays(30_000) });
    private static readonly MessageDecoder Decoder = new(Events);

    public static DrainStores On(SqliteDatabase store) => new(
        new SqliteRawStore(store),
        new SqliteSessionStore(store),
        new SqliteUserStore(store),
        new SqliteDirtySlices(store),
        new SqliteQuarantineStore(store),
        new SqliteLedgerStore(store),
        new SqliteRollupStore(store),
        new SqliteRollupProgress(store),
        new SqliteProbeStore(store));

    public static DrainStores On(MongoStorage storage) => new(
        new MongoRawStore(storage),
        new MongoSessionStore(storage),
        new MongoUserStore(storage),
        new MongoDirtySlices(storage),
        new MongoQuarantineStore(storage),
        new MongoLedgerStore(storage),
        new MongoRollupStore(storage),
        new MongoRollupProgress(storage),
        new MongoProbeStore(storage));

    public static DrainMessage Decode(string body, string id, int receiveCount = 1) =>
        Decoder.Decode(new QueueMessage(id, id, body, receiveCount, DateTimeOffset.UnixEpoch));

    public async Task<LedgerTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        (await Bookkeeper().ReadAsync(cancellationToken)).Totals;

    public Bookkeeper Bookkeeper() =>
        new(Ledger, Quarantine, Options.Create(new LedgerOptions()), TimeProvider.System, NullLogger<Bookkeeper>.Instance);

    /// <summary>The jobs' refresh over these stores, in UTC, with a clock that stands still.</summary>
    public ServiceProvider Refresh(DateTimeOffset now) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(now))
        .AddSingleton(EventStores.NeverSealed(Raw).History()).AddSingleton(Sessions).AddSingleton(Users).AddSingleton(Dirty).AddSingleton(Rollups).AddSingleton(Progress)
        .AddSingleton(Ledger).AddSingleton(Quarantine).AddSingleton(Probes).AddSingleton<Bookkeeper>()
        .AddRollups(new ConfigurationBuilder().Build())
        .AddRollupWriting()
        .BuildServiceProvider();

    public EntryRetrier Retrier() => new(
        new EntryDecoder(Decoder, Events), Storer(), Quarantine, Ledger, TimeProvider.System, NullLogger<EntryRetrier>.Instance);

    public RetryPreview Preview() => new(new EntryDecoder(Decoder, Events), EventStores.NeverSealed(Raw).History());

    public MessageStorer Storer() => new(
        new RawWriter(EventStores.NeverSealed(Raw).Writer()),
        new ProjectionWriter(Sessions, Users),
        new SliceMarker(Dirty, Sessions, NullLogger<SliceMarker>.Instance),
        new SettlementWriter(Quarantine, Ledger, Probes, TimeProvider.System, NullLogger<SettlementWriter>.Instance));
}
