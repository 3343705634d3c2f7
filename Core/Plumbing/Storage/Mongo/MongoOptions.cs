using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

public sealed class MongoOptions
{
    public const string SectionName = "Pipeline:Mongo";

    /// <summary>Where the server is, <c>mongodb://…</c> or <c>mongodb+srv://…</c>. May hold a password: it is never logged. Required.</summary>
    [Secret]
    [Required(AllowEmptyStrings = false)]
    public string ConnectionString { get; set; } = "";

    /// <summary>The database that holds every collection of the pipeline. Default <c>pipeline</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Database { get; set; } = "pipeline";
}

/// <summary>Checks the settings as far as that is possible without a server.</summary>
internal sealed class MongoOptionsValidator : IValidateOptions<MongoOptions>
{
    public ValidateOptionsResult Validate(string? name, MongoOptions options) =>
        MongoSettings.Validate(MongoOptions.SectionName, options.ConnectionString, options.Database);
}
