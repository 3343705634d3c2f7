using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Api.Hosting;
using Pipeline.Api.Security;
using Pipeline.Hosting.Startup;
using Xunit;

namespace Pipeline.Api.Tests.Hosting;

public sealed class WebServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    public async Task Start_AddressThatOthersCanReach_Refuses(string url)
    {
        await using var app = Build("--urls", url);

        var refusal = await Assert.ThrowsAsync<StartupException>(() => app.StartAsync(Token));

        Assert.Equal(2, refusal.Problems.Count);
        Assert.Contains("Api:Access:Keys has no key that may ingest", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Api:Access:Accounts has no operator", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AddressThatOthersCanReachWithAccountAndKey_Listens()
    {
        await using var app = Build(
            "--urls", "http://0.0.0.0:0",
            "--Api:Access:Accounts:ann", $"operator {Account.HashPassword("p")}",
            "--Api:Access:Keys:shop", $"ingest {AccessKey.WriteHash("pk_one")}");

        await app.StartAsync(Token);

        Assert.False(app.Services.GetRequiredService<CurrentAccess>().IsOpen);
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task Start_OtherAddressAmongEndpointsOfTheConfiguration_Refuses()
    {
        await using var app = Build("--Kestrel:Endpoints:Open:Url", "http://0.0.0.0:0");

        await Assert.ThrowsAsync<StartupException>(() => app.StartAsync(Token));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:0;ftp:/x")]
    public void Build_UnreadableAddress_NamesTheSetting(string urls)
    {
        var refusal = Assert.Throws<StartupException>(() => Build("--urls", urls));

        Assert.Contains($"urls has '{urls.Split(';')[^1]}'", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LoopbackAddress_Listens()
    {
        await using var app = Build("--urls", "http://127.0.0.1:0");

        await app.StartAsync(Token);

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Assert.StartsWith("http://127.0.0.1:", Assert.Single(addresses), StringComparison.Ordinal);
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task Stop_ClientThatSendsForEver_IsCutOffWhenTheGraceIsOver()
    {
        var time = new FakeTimeProvider();
        var entered = new TaskCompletionSource();
        await using var app = Build(time, "--urls", "http://127.0.0.1:0");
        app.MapPost("/", (HttpRequest request) =>
        {
            entered.SetResult();
            return request.Body.CopyToAsync(Stream.Null, Token);
        });
        await app.StartAsync(Token);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, Token);
        await client.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"u8.ToArray(), Token);
        await entered.Task.WaitAsync(Token);

        var stopped = app.StopAsync(Token);
        Assert.False(stopped.IsCompleted);
        time.Advance(ServerStop.Grace);

        await stopped.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    private static WebApplication Build(params string[] args) => Build(TimeProvider.System, args);

    private static WebApplication Build(TimeProvider time, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        builder.AddWebServer();
        builder.Services.AddAccess(builder.Configuration);
        return builder.Build();
    }
}
