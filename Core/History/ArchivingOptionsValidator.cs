using Microsoft.Extensions.Options;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.History;

/// <summary>An archived day must not be made of slices: each of them would cost a look into its file.</summary>
internal sealed class ArchivingOptionsValidator(IOptions<RollupOptions> rollups) : IValidateOptions<ArchivingOptions>
{
    public ValidateOptionsResult Validate(string? name, ArchivingOptions options) =>
        TimeSpan.FromDays(options.HotDays) >= rollups.Value.KeepSlices
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ArchivingOptions.SectionName}:{nameof(ArchivingOptions.HotDays)} is {options.HotDays} days, but " +
                $"{RollupOptions.SectionName}:{nameof(RollupOptions.KeepSlices)} is {rollups.Value.KeepSlices}: days stay hot at least as long " +
                "as slices are kept.");
}
