using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Rules for a section that names a database. The connection string's value is never repeated.</summary>
public static class MongoSettings
{
    private const int MaxDatabaseBytes = 63;
    private static readonly SearchValues<char> NotInDatabaseNames = SearchValues.Create("/\\. \"$\0");

    /// <param name="section">The section of the keys <c>ConnectionString</c> and <c>Database</c>.</param>
    /// <param name="connectionString">Empty passes: whether it is required is another rule.</param>
    /// <param name="database">The database's name.</param>
    public static ValidateOptionsResult Validate(string section, string connectionString, string database)
    {
        var problems = new List<string>();
        if (connectionString.Length > 0 && !IsConnectionString(connectionString))
        {
            problems.Add($"{section}:ConnectionString is not a MongoDB connection string (mongodb://host:port/ or mongodb+srv://host/).");
        }

        if (database.AsSpan().ContainsAny(NotInDatabaseNames) || Encoding.UTF8.GetByteCount(database) > MaxDatabaseBytes)
        {
            problems.Add(
                $"{section}:Database '{database}' is not a database name: at most {MaxDatabaseBytes} bytes, none of / \\ . \" $ or space.");
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
