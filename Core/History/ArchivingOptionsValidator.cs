using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.History;

/// <summary>
/// An archived day must not be made of slices: each of them would cost a look into its file. And no event may arrive for a day whose events
/// were deleted: its numbers could no longer be made.
/// </summary>
internal sealed class ArchivingOptionsValidator(IOptions<RollupOptions> rollups, IOptions<EventOptions> events) : IValidateOptions<ArchivingOptions>
{
    private const string HotDays = $"{ArchivingOptions.SectionName}:{nameof(ArchivingOptions.HotDays)}";
    private const string KeepDays = $"{ArchivingOptions.SectionName}:{nameof(ArchivingOptions.KeepDays)}";

    public ValidateOptionsResult Validate(string? name, ArchivingOptions options)
    {
        var maxAge = events.Value.MaxAge;
        return TimeSpan.FromDays(options.HotDays) < rollups.Value.KeepSlices
            ? ValidateOptionsResult.Fail(
                $"{HotDays} is {options.HotDays} days, but {RollupOptions.SectionName}:{nameof(RollupOptions.KeepSlices)} is "
                + $"{rollups.Value.KeepSlices}: days stay hot at least as long as slices are kept.")
            : options.KeepDays == 0 ? ValidateOptionsResult.Success
            : options.KeepDays <= options.HotDays
            ? ValidateOptionsResult.Fail($"{KeepDays} is {options.KeepDays} days, but {HotDays} is {options.HotDays}: events are kept longer than hot.")
            : TimeSpan.FromDays(options.KeepDays) <= maxAge
            ? ValidateOptionsResult.Fail(
                $"{KeepDays} is {options.KeepDays} days, but {EventOptions.SectionName}:{nameof(EventOptions.MaxAge)} is {maxAge}: events must "
                + "be refused before they are as old as those that are deleted.")
            : ValidateOptionsResult.Success;
    }
}
