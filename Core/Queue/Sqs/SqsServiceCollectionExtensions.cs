using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Hosting;

namespace Pipeline.Core.Queue.Sqs;

public static class SqsServiceCollectionExtensions
{
    /// <summary>
    /// Both queues on SQS, and their startup check. Region, credentials and endpoint (<c>AWS_ENDPOINT_URL</c> for an emulator) are
    /// found by the SDK.
    /// </summary>
    public static IServiceCollection AddSqsQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SqsOptions>()
            .Bind(configuration.GetSection(SqsOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqsOptions>, SqsOptionsValidation>());
        services.AddOptions<QueueOptions>()
            .Bind(configuration.GetSection(QueueOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();

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
