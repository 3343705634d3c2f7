using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Audit;
using Xunit;

namespace Pipeline.Api.Tests.Security;

/// <summary>What forwarded headers change, sent by a configured proxy and by anybody else.</summary>
public sealed class ProxyTests : IAsyncDisposable
{
    private const string Proxy = "10.1.2.3";
    private const string Stranger = "192.0.2.7";
    private const string Client = "203.0.113.9";

    // One failed sign-in locks an account, four lock an address.
    private const int FailuresPerAddress = 4;

    private readonly ClosedApi _api = new() { Settings = { ["Api:Proxies:Networks"] = "172.16.0.0/12, 10.0.0.0/8", ["Api:Access:MaxFailures"] = "1" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData(Proxy, Client, true)]
    [InlineData(Stranger, Stranger, false)]
    public async Task SignIn_ForwardedHeaders_AreBelievedFromAProxyOnly(string peer, string address, bool isSecure)
    {
        var response = await SignInAsync(peer, Client, ClosedApi.OperatorName, ClosedApi.Password);

        Assert.Equal(StatusCodes.Status200OK, response.StatusCode);
        Assert.Equal(isSecure, response.Headers.SetCookie.ToString().Contains("; secure", StringComparison.OrdinalIgnoreCase));
        var entry = Assert.Single(await _api.Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery(), Token));
        Assert.Equal(address, IPAddress.Parse(entry.From).MapToIPv4().ToString());
    }

    [Fact]
    public async Task SignIn_ForgedHeaders_AreNoWayAroundTheLimitOfAnAddress()
    {
        for (var i = 0; i < FailuresPerAddress; i++)
        {
            Assert.Equal(StatusCodes.Status401Unauthorized, (await SignInAsync(Stranger, $"203.0.113.{i}", $"guess{i}", "x")).StatusCode);
        }

        Assert.Equal(
            StatusCodes.Status429TooManyRequests,
            (await SignInAsync(Stranger, Client, ClosedApi.OperatorName, ClosedApi.Password)).StatusCode);
    }

    [Fact]
    public async Task SignIn_BehindAProxy_EachClientHasItsOwnLimit()
    {
        for (var i = 0; i < FailuresPerAddress; i++)
        {
            await SignInAsync(Proxy, Client, $"guess{i}", "x");
        }

        Assert.Equal(
            (StatusCodes.Status429TooManyRequests, StatusCodes.Status200OK),
            ((await SignInAsync(Proxy, Client, ClosedApi.OperatorName, ClosedApi.Password)).StatusCode,
                (await SignInAsync(Proxy, "203.0.113.10", ClosedApi.OperatorName, ClosedApi.Password)).StatusCode));
    }

    /// <param name="peer">The address that the connection comes from.</param>
    /// <param name="forwardedFor">For whom it claims to speak.</param>
    /// <param name="name">Of the account.</param>
    /// <param name="password">Its password, or not.</param>
    private async Task<HttpResponse> SignInAsync(string peer, string forwardedFor, string name, string password)
    {
        var context = await _api.Server.SendAsync(
            request =>
            {
                request.Connection.RemoteIpAddress = IPAddress.Parse(peer);
                request.Request.Method = HttpMethods.Post;
                request.Request.Scheme = "http";
                request.Request.Host = new HostString("localhost");
                request.Request.Path = "/api/sign-in";
                request.Request.Headers["X-Forwarded-For"] = forwardedFor;
                request.Request.Headers["X-Forwarded-Proto"] = "https";
                request.Request.ContentType = "application/json";
                request.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","password":"{{password}}"}"""));
            },
            Token);
        return context.Response;
    }
}
