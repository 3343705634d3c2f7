using Microsoft.Extensions.Options;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Checks the settings as far as that is possible without a server.</summary>
internal sealed class MongoOptionsValidator : IValidateOptions<MongoOptions>
{
    public ValidateOptionsResult Validate(string? name, MongoOptions options) =>
        MongoSettings.Validate(MongoOptions.SectionName, options.ConnectionString, options.Database);
}
