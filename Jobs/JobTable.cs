using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.FailedBatches;
using Pipeline.Jobs.Housekeeping;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Watch;
using Pipeline.Jobs.Watch.Webhook;

namespace Pipeline.Jobs;

/// <summary>Every job: its arguments, its queue, when it starts by itself and what happens after a failure.</summary>
public static class JobTable
{
    private const string Archive = "archive";
    private const string EveryFiveSeconds = "*/5 * * * * *";
    private const string EveryFifteenSeconds = "*/15 * * * * *";

    public static JobDefinition<NoArguments> RefreshRollups { get; } = new(
        "refresh-rollups", JobQueues.Fresh, Create<RefreshRollupsJob>)
    {
        Schedule = EveryFiveSeconds, RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<RebuildRollupsArguments> RebuildRollups { get; } = new(
        "rebuild-rollups", JobQueues.Long, Create<RebuildRollupsJob>);

    public static JobDefinition<VerifyArchiveArguments> VerifyArchive { get; } = new(
        "verify-archive", JobQueues.Long, Create<VerifyArchiveJob>)
    {
        Schedule = Cron.Daily(6), WorksAloneOn = Archive,
    };

    public static JobDefinition<RestoreDaysArguments> RestoreDays { get; } = new(
        "restore-days", JobQueues.Long, Create<RestoreDaysJob>)
    {
        WorksAloneOn = Archive,
    };

    public static JobDefinition<NoArguments> PostLedger { get; } = new(
        "post-ledger", JobQueues.Fresh, Create<PostLedgerJob>)
    {
        Schedule = EveryFiveSeconds, RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<NoArguments> PurgeRunHistory { get; } = new(
        "purge-run-history", JobQueues.Long, Create<PurgeRunHistoryJob>)
    {
        Schedule = Cron.Daily(4),
    };

    public static JobDefinition<NoArguments> PurgeAlarms { get; } = new(
        "purge-alarms", JobQueues.Long, Create<PurgeAlarmsJob>)
    {
        Schedule = Cron.Daily(4),
    };

    public static JobDefinition<NoArguments> PurgeSlices { get; } = new(
        "purge-slices", JobQueues.Long, Create<PurgeSlicesJob>)
    {
        Schedule = Cron.Daily(3),
    };

    /// <summary>After slices were purged: an archived day must have none.</summary>
    public static JobDefinition<ArchiveDaysArguments> ArchiveDays { get; } = new(
        "archive-days", JobQueues.Long, Create<ArchiveDaysJob>)
    {
        Schedule = Cron.Daily(5), WorksAloneOn = Archive,
    };

    /// <summary>After late events were archived.</summary>
    public static JobDefinition<CompactDaysArguments> CompactDays { get; } = new(
        "compact-days", JobQueues.Long, Create<CompactDaysJob>)
    {
        Schedule = Cron.Daily(5, 30), WorksAloneOn = Archive,
    };

    /// <summary>After days were archived and proved.</summary>
    public static JobDefinition<NoArguments> ExpireDays { get; } = new(
        "expire-days", JobQueues.Long, Create<ExpireDaysJob>)
    {
        Schedule = Cron.Daily(7), WorksAloneOn = Archive,
    };

    public static JobDefinition<NoArguments> IndexUsers { get; } = new(
        "index-users", JobQueues.Fresh, Create<IndexUsersJob>)
    {
        Schedule = EveryFiveSeconds, RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<RetryFailedBatchesArguments> RetryFailedBatches { get; } = new(
        "retry-failed-batches", JobQueues.Long, Create<RetryFailedBatchesJob>);

    public static JobDefinition<NoArguments> ReleaseFailedBatches { get; } = new(
        "release-failed-batches", JobQueues.Fresh, Create<ReleaseFailedBatchesJob>)
    {
        Schedule = Cron.Minutely(), RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<NoArguments> EndLostRuns { get; } = new(
        "end-lost-runs", JobQueues.Fresh, Create<EndLostRunsJob>)
    {
        Schedule = Cron.Minutely(), RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<NoArguments> SendProbe { get; } = new(
        "send-probe", JobQueues.Fresh, Create<SendProbeJob>)
    {
        Schedule = Cron.Minutely(), RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<NoArguments> WatchPipeline { get; } = new(
        "watch-pipeline", JobQueues.Fresh, Create<WatchPipelineJob>)
    {
        Schedule = Cron.Minutely(), RetryDelays = [], IsFrequent = true,
    };

    public static JobDefinition<NoArguments> SendAlarms { get; } = new(
        "send-alarms", JobQueues.Fresh, Create<SendAlarmsJob>)
    {
        Schedule = EveryFifteenSeconds, RetryDelays = [], IsFrequent = true,
    };

    public static IReadOnlyList<JobDefinition> All { get; } =
    [
        RefreshRollups, RebuildRollups, PostLedger, PurgeRunHistory, PurgeSlices, IndexUsers, RetryFailedBatches, ReleaseFailedBatches,
        SendProbe, PurgeAlarms, WatchPipeline, SendAlarms, EndLostRuns, ArchiveDays, VerifyArchive, RestoreDays,
        CompactDays, ExpireDays,
    ];

    private static TJob Create<TJob>(IServiceProvider services)
        where TJob : class => ActivatorUtilities.CreateInstance<TJob>(services);
}

/// <summary>Hangfire's queues. Each has its own workers, so that a long job never blocks those that keep numbers fresh.</summary>
internal static class JobQueues
{
    /// <summary>Short and often.</summary>
    public const string Fresh = "fresh";

    /// <summary>May take hours.</summary>
    public const string Long = "long";

    public static readonly IReadOnlyList<string> All = [Fresh, Long];
}
