using Microsoft.Extensions.Options;

namespace Pipeline.Workers.Drain;

/// <summary>The rules that span several settings.</summary>
internal sealed class DrainOptionsValidator : IValidateOptions<DrainOptions>
{
    public ValidateOptionsResult Validate(string? name, DrainOptions options) =>
        options.MinBackOff <= options.MaxBackOff
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DrainOptions.SectionName}:MinBackOff ({options.MinBackOff}) must not be longer than MaxBackOff ({options.MaxBackOff}).");
}
