using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqs;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Core.Composition;

public static class SqsServiceCollectionExtensions
{
    /// <summary>
    /// Both queues on SQS, and their startup check. Region, credentials and endpoint (<c>AWS_ENDPOINT_URL</c> for an emulator) are
    /// found by the SDK.
    /// </summary>
    public static IServiceCollection AddSqsQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<SqsOptions>(configuration, SqsOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqsOptions>, SqsOptionsValidator>());
        services.AddSettings<QueueOptions>(configuration, QueueOptions.SectionName);

        services.TryAddSingleton<IAmazonSQS>(_ => new AmazonSQSClient(new AmazonSQSConfig()));
        services.AddSingleton<IEventQueue, SqsEventQueue>();
        services.AddSingleton<IDeadLetterQueue, SqsDeadLetterQueue>();
        services.AddSingleton<IStartupCheck>(provider => new SqsQueueCheck(
            provider.GetRequiredService<IAmazonSQS>,
            provider.GetRequiredService<IOptions<SqsOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqsQueueCheck>>()));
        return services;
    }
}
