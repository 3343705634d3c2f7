using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Storing;
using Pipeline.Workers.Drain;
using Pipeline.Workers.Housekeeping;
using Quartz;

namespace Pipeline.Workers;

public static class WorkersServiceCollectionExtensions
{
    /// <summary>The drain and its housekeeping. Needs a host (logging, metrics) and the ports of the queue and of the stores.</summary>
    public static IServiceCollection AddWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DrainOptions>(configuration, DrainOptions.SectionName);
        services.AddSingleton<IValidateOptions<DrainOptions>, DrainOptionsValidator>();
        services.AddStoring(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PipelineMetrics>();
        services.AddSingleton<InFlightMessages>();
        services.AddSingleton<DrainBuffer>();
        services.AddSingleton<MessageReceiver>();
        services.AddSingleton<BatchFinisher>();
        services.AddHostedService<DrainWorker>();
        return services.AddHousekeeping();
    }

    private static IServiceCollection AddHousekeeping(this IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<DeadLetterSweep>(trigger => trigger
                .WithIdentity("dead-letter-sweep").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromSeconds(30)).RepeatForever()));
            quartz.ScheduleJob<QueueSampling>(trigger => trigger
                .WithIdentity("queue-sampling").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
        });
        return services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
    }
}
