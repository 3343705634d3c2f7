using MongoDB.Bson;

namespace Pipeline.Core.Storage.Mongo;

/// <summary>One index that the adapters count on.</summary>
internal sealed record MongoIndex(string Collection, string Name, BsonDocument Keys, bool IsUnique = false);
