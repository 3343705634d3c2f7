namespace Pipeline.MongoServer.Storage;

internal sealed record IndexRange(IndexEntry Low, IndexEntry High);
