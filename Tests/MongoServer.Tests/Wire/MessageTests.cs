using MongoDB.Bson;
using Xunit;

namespace Pipeline.MongoServer.Tests.Wire;

public sealed class MessageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2012, 0)]
    [InlineData(2013, 1)]
    [InlineData(2013, 4)]
    public async Task Send_WhatTheServerDoesNotSpeak_HangsUp(int opCode, int flags)
    {
        await using var server = TestMongoServer.Start();
        using var client = await RawClient.ConnectAsync(server.Port, Token);

        await client.SendAsync(opCode, flags, Ping(), Token);

        Assert.Null(await client.ReceiveAsync(Token));
    }

    [Fact]
    public async Task Send_MoreToCome_IsNotAnswered()
    {
        await using var server = TestMongoServer.Start();
        using var client = await RawClient.ConnectAsync(server.Port, Token);

        await client.SendAsync(2013, flags: 2, Ping(), Token);
        var reply = await client.RunAsync(new BsonDocument { { "buildInfo", 1 }, { "$db", "admin" } }, Token);

        Assert.True(reply.Contains("version"));
    }

    [Fact]
    public async Task Send_WithoutADatabase_IsRefused()
    {
        await using var server = TestMongoServer.Start();
        using var client = await RawClient.ConnectAsync(server.Port, Token);

        Assert.Equal(40414, (await client.RunAsync(new BsonDocument("ping", 1), Token))["code"]);
    }

    private static byte[] Ping() => new BsonDocument { { "ping", 1 }, { "$db", "admin" } }.ToBson();
}
