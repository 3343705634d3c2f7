namespace Pipeline.MongoServer.Wire;

internal enum OpCode
{
    Reply = 1,
    Query = 2004,
    Message = 2013,
}
