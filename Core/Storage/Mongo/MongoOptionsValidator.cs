using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Pipeline.Core.Storage.Mongo;

/// <summary>What can be told about the settings without a server. The connection string's value is never repeated.</summary>
internal sealed class MongoOptionsValidator : IValidateOptions<MongoOptions>
{
    private const int MaxDatabaseBytes = 63;
    private static readonly SearchValues<char> NotInDatabaseNames = SearchValues.Create("/\\. \"$\0");

    public ValidateOptionsResult Validate(string? name, MongoOptions options)
    {
        var problems = new List<string>();
        if (options.ConnectionString.Length > 0 && !IsConnectionString(options.ConnectionString))
        {
            problems.Add(
                $"{MongoOptions.SectionName}:{nameof(MongoOptions.ConnectionString)} is not a MongoDB connection string " +
                "(mongodb://host:port/ or mongodb+srv://host/).");
        }

        if (options.Database.AsSpan().ContainsAny(NotInDatabaseNames) || Encoding.UTF8.GetByteCount(options.Database) > MaxDatabaseBytes)
        {
            problems.Add(
                $"{MongoOptions.SectionName}:{nameof(MongoOptions.Database)} '{options.Database}' is not a database name: " +
                $"at most {MaxDatabaseBytes} bytes, none of / \\ . \" $ or space.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new MongoUrl(text).Servers.Any();
        }
        catch (Exception malformed) when (malformed is MongoConfigurationException or FormatException or ArgumentException)
        {
            return false;
        }
    }
}
