using Pipeline.Tools.Bench.Mongo;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>Processor time of each process that takes part: this one, the emulator and the store.</summary>
internal sealed record CpuUse(TimeSpan Client, TimeSpan Emulator, TimeSpan Store)
{
    public static CpuUse Now(SqsEmulator emulator, MongoTarget? store = null) =>
        new(Environment.CpuUsage.TotalTime, emulator.ProcessorTime, store?.ProcessorTime ?? TimeSpan.Zero);

    public static CpuUse operator -(CpuUse later, CpuUse earlier) =>
        new(later.Client - earlier.Client, later.Emulator - earlier.Emulator, later.Store - earlier.Store);
}
