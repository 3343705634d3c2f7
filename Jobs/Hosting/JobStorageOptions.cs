using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Jobs.Hosting;

/// <summary>Where Hangfire keeps its jobs when they are shared by several processes. A separate database keeps its schema apart.</summary>
public sealed class JobStorageOptions
{
    public const string SectionName = "Pipeline:Jobs:Storage";

    /// <summary>MongoDB connection string; empty for that of the store, <c>Pipeline:Mongo:ConnectionString</c>. Default empty.</summary>
    [Secret]
    public string ConnectionString { get; set; } = "";

    /// <summary>Database. Default <c>pipeline_jobs</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Database { get; set; } = "pipeline_jobs";

    /// <summary>Prefix of the collections. Default <c>hangfire</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Prefix { get; set; } = "hangfire";

    /// <summary>How often queues are polled for new jobs. Change streams, on a replica set, are faster than this. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan QueuePolling { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Checks the settings as far as that is possible without a server. The store checks its own connection string.</summary>
internal sealed class JobStorageOptionsValidator(IConfiguration configuration) : IValidateOptions<JobStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, JobStorageOptions options) => MongoSettings.Validate(
        JobStorageOptions.SectionName, configuration[$"{JobStorageOptions.SectionName}:ConnectionString"] ?? "", options.Database);
}
