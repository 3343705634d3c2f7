using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Servers;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class HandshakeTests(MongoFixture mongo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ByDefault_MeetsAStandalone()
    {
        await using var server = TestMongoServer.Start();
        using var client = new MongoClient(server.ConnectionString);

        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>("{ping: 1}", cancellationToken: Token);

        Assert.Equal(ServerType.Standalone, Assert.Single(client.Cluster.Description.Servers).Type);
    }

    [Fact]
    public async Task Connect_ToAReplicaSet_MeetsItsPrimary()
    {
        await using var server = TestMongoServer.Start(new TestMongoServerOptions { ReplicaSet = "rs0" });
        using var client = new MongoClient(server.ConnectionString);

        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>("{ping: 1}", cancellationToken: Token);

        Assert.Equal(ClusterType.ReplicaSet, client.Cluster.Description.Type);
        Assert.Equal(ServerType.ReplicaSetPrimary, Assert.Single(client.Cluster.Description.Servers).Type);
    }

    [Theory]
    [InlineData("{hello: 1}", "isWritablePrimary")]
    [InlineData("{isMaster: 1}", "ismaster")]
    [InlineData("{serverStatus: 1}", "localTime")]
    [InlineData("{buildInfo: 1}", "version")]
    [InlineData("{ping: 1, comment: 'x', maxTimeMS: 5000}", "ok")]
    public async Task RunCommand_OfTheServer_Answers(string command, string field)
    {
        var reply = await mongo.Database.RunCommandAsync<BsonDocument>(command, cancellationToken: Token);

        Assert.True(reply.Contains(field), reply.ToString());
    }

    [Theory]
    [InlineData("{nonsense: 1}", 59)]
    [InlineData("{ping: 1, nonsense: 1}", 40415, true)]
    [InlineData("{find: 'c', nonsense: 1}", 40415)]
    [InlineData("{find: 'c', collation: {locale: 'de'}}", 40415, true)]
    [InlineData("{find: 1}", 73, true)]
    [InlineData("{find: 'c', filter: 1}", 14)]
    [InlineData("{find: 'c', limit: 'x'}", 14)]
    [InlineData("{find: 'c', skip: -1}", 51024, true)]
    [InlineData("{insert: 'c'}", 40414)]
    [InlineData("{insert: 'c', documents: []}", 16)]
    [InlineData("{insert: 'c', documents: [{a: 1}], writeConcern: {w: 7}}", 2, true)]
    [InlineData("{find: 'c', readConcern: {level: 'snapshot'}}", 72, true)]
    [InlineData("{find: 'c', txnNumber: NumberLong(1)}", 20, true)]
    [InlineData("{find: 'c', startTransaction: true}", 40415, true)]
    [InlineData("{aggregate: 'c', pipeline: []}", 9)]
    public async Task RunCommand_WithWhatItDoesNotKnow_IsRefused(string command, int code, bool onlyTheDouble = false)
    {
        Assert.SkipWhen(onlyTheDouble && !mongo.IsDouble, "a real server knows more");

        Assert.Equal(code, await mongo.Database.RefusalAsync(BsonDocument.Parse(command)));
    }

    [Theory]
    [InlineData("{update: 'c', updates: [{q: {}, u: {a: 1}, arrayFilters: []}]}", 40415, true)]
    [InlineData("{update: 'c', updates: [{q: {}, u: {a: 1}, multi: true}]}", 9)]
    [InlineData("{delete: 'c', deletes: [{q: {}, limit: 1, collation: {locale: 'de'}}]}", 40415, true)]
    [InlineData("{delete: 'c', deletes: [{q: {}, limit: 7}]}", 9, true)]
    public async Task RunCommand_WithAStatementThatIsWrong_RefusesTheStatement(string command, int code, bool onlyTheDouble = false)
    {
        Assert.SkipWhen(onlyTheDouble && !mongo.IsDouble, "a real server knows it or refuses the whole command");

        var reply = await mongo.Database.RunCommandAsync<BsonDocument>(command, cancellationToken: Token);

        Assert.Equal(code, reply["writeErrors"][0]["code"]);
    }

    [Fact]
    public async Task RunCommand_ThatTheDoubleDoesNotKnow_IsNamedInTheError()
    {
        Assert.SkipUnless(mongo.IsDouble, "about the double's own words");

        var fault = await Assert.ThrowsAsync<MongoCommandException>(
            () => mongo.Database.RunCommandAsync<BsonDocument>("{whatsThis: 1}", cancellationToken: Token));

        Assert.Contains("whatsThis", fault.Message, StringComparison.Ordinal);
    }
}
