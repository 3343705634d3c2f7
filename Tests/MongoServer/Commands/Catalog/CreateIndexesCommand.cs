using MongoDB.Bson;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class CreateIndexesCommand : ICommand
{
    public string Name => "createIndexes";

    public IReadOnlyCollection<string> Fields => ["indexes"];

    public BsonDocument Execute(CommandContext context)
    {
        var definitions = context.Arguments.Documents("indexes")
            .Select(source => IndexDefinitionParser.Parse(source, context.Filters)).ToList();
        var isNew = context.FindCollection() is null;
        var collection = context.Database.Obtain(context.CollectionName);
        lock (collection.Gate)
        {
            var before = collection.Indexes.Count;
            collection.AddIndexes(Missing([.. collection.Indexes.Select(index => index.Definition)], definitions));
            var reply = new BsonDocument
            {
                { "numIndexesBefore", before },
                { "numIndexesAfter", collection.Indexes.Count },
                { "createdCollectionAutomatically", isNew },
            };
            return before == collection.Indexes.Count ? reply.Add("note", "all indexes already exist") : reply;
        }
    }

    /// <summary>Those that are not there yet.</summary>
    private static List<IndexDefinition> Missing(List<IndexDefinition> present, List<IndexDefinition> wanted)
    {
        var missing = new List<IndexDefinition>();
        foreach (var definition in wanted)
        {
            if (present.Any(existing => IsSame(existing, definition)))
            {
                continue;
            }

            present.Add(definition);
            missing.Add(definition);
        }

        return missing;
    }

    private static bool IsSame(IndexDefinition existing, IndexDefinition wanted)
    {
        if (existing == IndexDefinition.Id && existing.Keys == wanted.Keys)
        {
            return true;
        }

        // The server allows two indexes on the same keys only when they differ in what they cover.
        var equivalent = existing.Keys == wanted.Keys && existing.PartialFilter == wanted.PartialFilter
            && existing.Sparse == wanted.Sparse && existing.Unique == wanted.Unique;
        return (existing.Name == wanted.Name, equivalent) switch
        {
            (false, false) => false,
            (true, false) => throw new MongoErrorException(
                ErrorCodes.IndexKeySpecsConflict, $"An existing index has the same name as the requested index: {wanted.Name}"),
            (true, true) when existing.ExpireAfterSeconds == wanted.ExpireAfterSeconds => true,
            _ => throw new MongoErrorException(
                ErrorCodes.IndexOptionsConflict, $"An equivalent index exists with another name or expiry: {existing.Name}"),
        };
    }
}
