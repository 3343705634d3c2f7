using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;
using Pipeline.Core;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Secrets;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Hosting.Liveness;
using Pipeline.Hosting.Secrets;
using Pipeline.Hosting.Startup;
using Serilog;

namespace Pipeline.Hosting;

/// <summary>What all processes of the pipeline have in common.</summary>
public static class PipelineHost
{
    // Parts stop one after the other. Longer than requests (5 s), jobs and drain (15 s each) may take together, shorter than systemd allows.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(45);

    /// <summary>Secrets, logging, systemd and heartbeat.</summary>
    /// <param name="builder">Of the process; every source of settings has been added.</param>
    /// <param name="rereadSections">Sections that the process reads whenever the configuration changes; their secrets are kept fresh.</param>
    public static async Task AddPipelineHostAsync(this IHostApplicationBuilder builder, params IReadOnlyList<string> rereadSections)
    {
        var secrets = await builder.Configuration.AddSecretReferencesAsync(CancellationToken.None);
        var services = builder.Services;
        services.AddSettings<SecretOptions>(builder.Configuration, SecretOptions.SectionName);
        if (rereadSections.Count > 0)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SecretRefresh>(provider, secrets, rereadSections));
        }

        services.AddSerilog(logging => logging.ReadFrom.Configuration(builder.Configuration), preserveStaticLogger: true);
        services.AddSystemd();
        services.TryAddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<LivenessOptions>(builder.Configuration, LivenessOptions.SectionName);
        services.AddHostedService<Heartbeat>();
    }

    /// <summary>Runs a process; problems that keep it from starting are printed, one per line. Returns the exit code.</summary>
    /// <param name="build">Makes the host.</param>
    /// <param name="prepare">What needs services before the host starts; by then the settings are valid and all checks have passed.</param>
    public static async Task<int> RunAsync<THost>(Func<Task<THost>> build, Action<THost>? prepare = null)
        where THost : IHost
    {
        try
        {
            using var host = await build();

            // Before any service is created: the first one to read its settings would hide the problems of the others.
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            await StartupChecks.RunAsync(host.Services.GetServices<IStartupCheck>(), CancellationToken.None);
            prepare?.Invoke(host);
            await host.RunAsync();
            return Environment.ExitCode;
        }
        catch (StartupException refused)
        {
            return Refuse(refused.Problems);
        }
        catch (SecretReferenceException unresolved)
        {
            return Refuse(unresolved.Problems);
        }
        catch (OptionsValidationException invalid)
        {
            return Refuse(invalid.Failures);
        }
        catch (AggregateException all) when (all.InnerExceptions.All(one => one is OptionsValidationException))
        {
            return Refuse(all.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures));
        }
        catch (Exception failure) when (failure is PipelineException or IOException)
        {
            // A data directory in use or not writable, an address in use: the message says everything.
            return Refuse([failure.Message]);
        }
    }

    private static int Refuse(IEnumerable<string> problems)
    {
        Console.Error.WriteLine("Cannot start:");
        foreach (var problem in problems)
        {
            Console.Error.WriteLine("  " + problem);
        }

        return 1;
    }
}
