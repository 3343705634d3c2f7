using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands;

internal interface ICommand
{
    string Name { get; }

    /// <summary>The fields that the command knows beside its own name and the <see cref="CommonFields"/>.</summary>
    IReadOnlyCollection<string> Fields { get; }

    /// <summary>Whether no other command may run meanwhile.</summary>
    bool IsExclusive => false;

    /// <summary>Runs the command; gives its answer without <c>ok</c>.</summary>
    BsonDocument Execute(CommandContext context);
}
