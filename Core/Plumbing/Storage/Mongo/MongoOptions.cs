using System.ComponentModel.DataAnnotations;
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
