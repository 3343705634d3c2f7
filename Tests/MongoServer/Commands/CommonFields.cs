using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Commands;

/// <summary>Fields that any command may carry, and why it is right to do nothing about most of them here.</summary>
internal static class CommonFields
{
    public static readonly IReadOnlySet<string> All = new HashSet<string>
    {
        "$db", // Read by the dispatcher.
        "lsid", "txnNumber", // Read by the dispatcher: retryable writes.
        "$readPreference", // There is one node.
        "$clusterTime", // There is one node.
        "readConcern", "writeConcern", // Checked below: what one node in memory has, every reader sees.
        "maxTimeMS", // No command here takes long.
        "comment", // For profilers.
        "allowDiskUse", "noCursorTimeout", // Everything is in memory; cursors stay until they are read or killed.
        "bypassDocumentValidation", // There are no validators: create refuses them.
        "apiVersion", "apiStrict", "apiDeprecationErrors", // Checked below.
    };

    public static void Check(BsonDocument command)
    {
        if (command.TryGetValue("writeConcern", out var writes) && writes.AsBsonDocument.TryGetValue("w", out var w)
            && w != "majority" && !(w.IsNumeric && w.ToDouble() is 0 or 1))
        {
            throw MongoErrorException.BadValue($"cannot use 'w' > 1 when a host is not replicated: {w}");
        }

        if (command.TryGetValue("readConcern", out var reads) && reads.AsBsonDocument.TryGetValue("level", out var level)
            && level is not BsonString { Value: "local" or "majority" or "available" })
        {
            throw new MongoErrorException(ErrorCodes.InvalidOptions, $"The test double has no read concern level {level}");
        }

        if (command.TryGetValue("apiVersion", out var version) && version != "1")
        {
            throw new MongoErrorException(322, $"API version must be \"1\", not {version}");
        }

        if (Truth.Of(command.GetValue("apiStrict", false)))
        {
            throw new MongoErrorException(ErrorCodes.InvalidOptions, "The test double does not know which commands apiStrict allows");
        }
    }
}
