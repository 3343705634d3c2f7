using MongoDB.Bson;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>One index that the adapters rely on; a sparse one holds only documents that have its fields.</summary>
public sealed record MongoIndex(string Collection, string Name, BsonDocument Keys, bool IsUnique = false, bool IsSparse = false);
