using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>What an expression can see: the document and the variables bound around it.</summary>
internal sealed class Scope(BsonDocument root)
{
    private readonly string? _name;
    private readonly BsonValue? _value;
    private readonly Scope? _outer;

    private Scope(Scope outer, string name, BsonValue? value)
        : this(outer.Root) => (_outer, _name, _value) = (outer, name, value);

    public BsonDocument Root { get; } = root;

    public Scope With(string name, BsonValue? value) => new(this, name, value);

    public BsonValue? Variable(string name)
    {
        for (var scope = this; scope._outer is not null; scope = scope._outer)
        {
            if (scope._name == name)
            {
                return scope._value;
            }
        }

        return Root;
    }
}
