using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Jobs.Hosting;

/// <summary>What can be told about the settings without a server. The store's connection string is the store's to judge.</summary>
internal sealed class JobStorageOptionsValidator(IConfiguration configuration) : IValidateOptions<JobStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, JobStorageOptions options) => MongoSettings.Validate(
        JobStorageOptions.SectionName, configuration[$"{JobStorageOptions.SectionName}:ConnectionString"] ?? "", options.Database);
}
