using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Commands;

/// <summary>The fields of a command, or of one of its statements, with their types checked.</summary>
internal sealed class Arguments
{
    private readonly string _owner;
    private readonly BsonDocument _fields;

    /// <param name="owner">The name that error messages give to the document.</param>
    /// <param name="fields">The document.</param>
    /// <param name="known">Every field it may have; another one is an error.</param>
    public Arguments(string owner, BsonDocument fields, IReadOnlyCollection<string> known)
    {
        (_owner, _fields) = (owner, fields);
        var unknown = fields.Names.FirstOrDefault(name => !known.Contains(name) && !CommonFields.All.Contains(name));
        if (unknown is not null)
        {
            throw new MongoErrorException(ErrorCodes.UnknownField, $"BSON field '{owner}.{unknown}' is an unknown field.");
        }
    }

    public bool Has(string name) => _fields.Contains(name);

    public BsonValue Value(string name) => _fields.TryGetValue(name, out var value)
        ? value
        : throw new MongoErrorException(ErrorCodes.MissingField, $"BSON field '{_owner}.{name}' is missing but a required field");

    public string Text(string name) => Value(name) is BsonString text ? text.Value : throw Wrong(name, "string");

    public BsonDocument Document(string name) => Value(name) as BsonDocument ?? throw Wrong(name, "object");

    public BsonDocument? OptionalDocument(string name) => Has(name) ? Document(name) : null;

    public BsonArray Array(string name) => Value(name) as BsonArray ?? throw Wrong(name, "array");

    public IEnumerable<BsonDocument> Documents(string name) =>
        Array(name).Select(item => item as BsonDocument ?? throw Wrong(name, "array of objects"));

    public bool Flag(string name) => Has(name) && (Value(name) is { IsBoolean: true } or { IsNumeric: true }
        ? Truth.Of(Value(name))
        : throw Wrong(name, "bool"));

    /// <summary>A whole number that is not negative.</summary>
    public int Number(string name, int fallback)
    {
        if (!Has(name))
        {
            return fallback;
        }

        var value = Value(name);
        if (!value.IsNumeric)
        {
            throw Wrong(name, "number");
        }

        return value.ToDouble() >= 0
            ? (int)Math.Min(value.ToInt64(), int.MaxValue)
            : throw new MongoErrorException(51024, $"BSON field '{_owner}.{name}' value must be >= 0, actual value '{value}'");
    }

    private MongoErrorException Wrong(string name, string expected) => MongoErrorException.TypeMismatch(
        $"BSON field '{_owner}.{name}' is the wrong type '{TypeNames.Of(Value(name))}', expected type '{expected}'");
}
