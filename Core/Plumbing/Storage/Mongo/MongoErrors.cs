using System.Text;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Says what a MongoDB error means for the caller: try again, or never again.</summary>
internal static class MongoErrors
{
    public const int Unauthorized = 13;
    public const int NamespaceNotFound = 26;
    public const int NamespaceExists = 48;
    public const int IndexOptionsConflict = 85;
    public const int IndexKeySpecsConflict = 86;

    private static readonly string[] RetryLabels = ["RetryableWriteError", "RetryableError", "TransientTransactionError", "SystemOverloadedError"];

    /// <summary>The data breaks a rule of the server, and would break it again if sent again.</summary>
    private static readonly HashSet<int> AboutTheData =
    [
        2, // BadValue
        14, // TypeMismatch
        16, // InvalidLength
        22, // InvalidBSON
        52, // DollarPrefixedFieldName
        53, // InvalidIdField
        121, // DocumentValidationFailure
        10334, // BSONObjectTooLarge
        17280, // KeyTooLong
        17419, 17420, // a document that an update made too large
    ];

    /// <summary>The server or the account is in trouble, whatever is sent.</summary>
    private static readonly HashSet<int> AboutTheServer =
    [
        6, 7, 89, 9001, // host unreachable or not found, network
        Unauthorized, 18, // not (or no longer) allowed: for an operator to fix, not the data's fault
        24, 46, 112, // locks and write conflicts
        43, 175, 237, // a cursor that is gone
        50, 262, // time limits
        64, 79, 91, 100, // write concern not satisfied
        133, 134, 189, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436, // no primary, stepping down, shutting down
        146, 292, 14031, // out of memory or disk
        355, // the storage engine changes under the operation
        365, 402, 462, // no cache or other resources left, overloaded
        371, // writes are blocked: for an operator to fix
    ];

    /// <summary>The pipeline's exception for a driver's error; null when it is neither transient nor about the data.</summary>
    public static PipelineException? Translate(Exception exception) => exception switch
    {
        // The driver's own message describes the whole cluster, stack traces included.
        TimeoutException => new TransientStorageException("MongoDB did not answer in time.", exception),
        MongoConnectionException or MongoConnectionPoolPausedException or MongoWaitQueueFullException
            or MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoCursorNotFoundException
            or MongoExecutionTimeoutException or MongoWriteConcernException => Transient(exception),
        MongoException labelled when RetryLabels.Any(labelled.HasErrorLabel) => Transient(exception),
        MongoBulkWriteException { WriteConcernError: not null } or MongoWriteException { WriteConcernError: not null }
            => Transient(exception),
        MongoBulkWriteException bulk => OfCodes(exception, [.. bulk.WriteErrors.Select(error => error.Code)]),
        MongoWriteException { WriteError: { } error } => OfCodes(exception, [error.Code]),
        MongoCommandException command => OfCodes(exception, [command.Code]),
        // The driver found that a value cannot be written: too large, or text that is not Unicode.
        BsonException or FormatException or EncoderFallbackException => new PermanentStorageException(exception.Message, exception),
        _ => null,
    };

    public static bool IsDuplicateKey(this MongoCommandException exception) => exception.Code == 11000;

    public static bool IsDuplicateKey(this BulkWriteError error) => error.Category == ServerErrorCategory.DuplicateKey;

    /// <summary>Whether every failed write failed only because another document has its key.</summary>
    public static bool HasOnlyDuplicateKeys(this MongoBulkWriteException exception) =>
        exception.WriteConcernError is null && exception.WriteErrors.All(IsDuplicateKey);

    private static PipelineException? OfCodes(Exception exception, IReadOnlyCollection<int> codes) =>
        codes.Any(AboutTheServer.Contains) ? Transient(exception)
        : codes.Any(AboutTheData.Contains) ? new PermanentStorageException(exception.Message, exception)
        : null;

    private static TransientStorageException Transient(Exception exception) => new(exception.Message, exception);
}
