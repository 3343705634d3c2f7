namespace Pipeline.MongoServer;

/// <summary>A command, or one statement of it, that the server refuses with a code.</summary>
internal sealed class MongoErrorException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    public static MongoErrorException BadValue(string message) => new(ErrorCodes.BadValue, message);

    public static MongoErrorException TypeMismatch(string message) => new(ErrorCodes.TypeMismatch, message);
}
