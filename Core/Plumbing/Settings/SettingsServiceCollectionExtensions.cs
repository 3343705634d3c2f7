using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Pipeline.Core.Plumbing.Settings;

public static class SettingsServiceCollectionExtensions
{
    /// <summary>
    /// Binds a section of the configuration to options, checks their attributes at startup, and reports for every problem which key has
    /// which value. The values of properties marked <see cref="SecretAttribute"/> are never shown. Calling it again changes nothing.
    /// </summary>
    public static IServiceCollection AddSettings<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        if (services.Any(service => service.ServiceType == typeof(BoundSettings<TOptions>)))
        {
            return services;
        }

        services.AddSingleton<BoundSettings<TOptions>>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new SettingsValidator<TOptions>(section)));
        services.AddOptions<TOptions>().Configure(options => Bind(configuration.GetSection(section), options)).ValidateOnStart();
        return services;
    }

    private static void Bind<TOptions>(IConfigurationSection section, TOptions options)
        where TOptions : class
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new OptionsValidationException(
                Options.DefaultName, typeof(TOptions), [$"{section.Path} has a value that can't be read. {unreadable.Message}"]);
        }
    }

    /// <summary>Marks in the container that a section is bound.</summary>
    private sealed class BoundSettings<TOptions>;

    private sealed class SettingsValidator<TOptions>(string section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            return results.Count == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(results.SelectMany(result => result.MemberNames.Select(member => Describe(options, member, result))));
        }

        private string Describe(TOptions options, string member, ValidationResult result)
        {
            var property = typeof(TOptions).GetProperty(member)!;
            var value = property.IsDefined(typeof(SecretAttribute), inherit: true) ? "(secret)" : $"'{property.GetValue(options)}'";
            return $"{section}:{member} is {value}. {result.ErrorMessage}";
        }
    }
}
