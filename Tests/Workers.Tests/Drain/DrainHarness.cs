using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Rollups;
using Pipeline.Core.Storing;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Pipeline.Workers.Drain;

namespace Pipeline.Workers.Tests.Drain;

/// <summary>The drain over stores in memory, with switches to make a store fail.</summary>
internal sealed class DrainHarness : IDisposable
{
    private readonly TestMeterFactory _meters = new();

    public DrainHarness()
    {
        Queue = new InMemoryEventQueue(Clock, VisibilityTimeout, maxReceiveCount: 3);
        Raw = new InMemoryRawStore();
        FaultyRaw = new FaultyRawStore(Raw);
        Storer = StorerOver(Dirty);
        var queueOptions = Options.Create(new QueueOptions { VisibilityTimeout = VisibilityTimeout });
        InFlight = new InFlightMessages(Queue, queueOptions, Clock, NullLogger<InFlightMessages>.Instance);
        var drainOptions = Options.Create(DrainOptions);
        Finisher = new BatchFinisher(
            Storer, InFlight, Queue, new PipelineMetrics(_meters), drainOptions, Clock, NullLogger<BatchFinisher>.Instance);
        Buffer = new DrainBuffer(drainOptions);
        Worker = new DrainWorker(
            new MessageReceiver(Queue, Decoder, InFlight, Buffer, drainOptions),
            Buffer,
            Finisher,
            InFlight,
            drainOptions,
            Clock,
            NullLogger<DrainWorker>.Instance);
    }

    public static TimeSpan VisibilityTimeout => TimeSpan.FromSeconds(30);

    public DrainOptions DrainOptions { get; } = new() { ShutdownDrain = TimeSpan.FromSeconds(15) };

    public FakeTimeProvider Clock { get; } = new(Builders.Noon);

    public InMemoryEventQueue Queue { get; }

    public InMemoryRawStore Raw { get; }

    public FaultyRawStore FaultyRaw { get; }

    public InMemorySessionStore Sessions { get; } = new();

    public InMemoryUserStore Users { get; } = new();

    public InMemoryDirtySlices Dirty { get; } = new();

    public InMemoryQuarantineStore Quarantine { get; } = new();

    public InMemoryLedgerStore Ledger { get; } = new();

    public static MessageDecoder Decoder { get; } = new(Options.Create(new EventOptions()));

    public MessageStorer Storer { get; }

    public InFlightMessages InFlight { get; }

    public DrainBuffer Buffer { get; }

    public BatchFinisher Finisher { get; }

    public DrainWorker Worker { get; }

    public static TransientStorageException Away => new("The store is away.");

    /// <summary>What the drain logs about refused items.</summary>
    public RecordingLogger<SettlementWriter> SettlementLog { get; } = new();

    /// <summary>The harness's own stores, but with others in the place of some.</summary>
    public MessageStorer StorerOver(
        IDirtySlices dirty, ISessionStore? sessions = null, IUserStore? users = null, IQuarantineStore? quarantine = null) => new(
        new RawWriter(new EventStores(FaultyRaw, Raw.Sealed, Clock).Writer()),
        new ProjectionWriter(sessions ?? Sessions, users ?? Users),
        new SliceMarker(dirty, Sessions, NullLogger<SliceMarker>.Instance),
        new SettlementWriter(quarantine ?? Quarantine, Ledger, new InMemoryProbeStore(), Clock, SettlementLog));

    public Task<long> CountNoonAsync() =>
        Raw.CountAsync(DateOnly.FromDateTime(Builders.Noon.UtcDateTime), CancellationToken.None);

    /// <summary>Lets fake time pass until <paramref name="condition"/> holds.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan? step = null)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Delay(1, deadline.Token);
            Clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
        }
    }

    public void Dispose()
    {
        Worker.Dispose();
        Buffer.Dispose();
        _meters.Dispose();
    }
}
