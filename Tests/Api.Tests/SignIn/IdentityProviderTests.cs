using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Api.Security;
using Pipeline.Api.Tests.Endpoints;
using Pipeline.Api.Tests.Fakes;
using Pipeline.Core.Audit;
using Xunit;

namespace Pipeline.Api.Tests.SignIn;

/// <summary>Signing in at a real provider, which the test starts; needs Node.js and the packages of <c>Tests/emulators</c>.</summary>
public sealed class IdentityProviderTests : IAsyncDisposable
{
    private const string Callback = "http://localhost/api/sign-in/callback";

    private static readonly string Folder = Path.Combine(FindRoot(), "Tests", "emulators");

    private readonly ApiHost _api = new();
    private Process? _provider;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_provider is not null)
        {
            _provider.Kill();
            await _provider.WaitForExitAsync(CancellationToken.None);
            _provider.Dispose();
        }

        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("""["staff","admins"]""", """["operator"]""")]
    [InlineData("""["staff"]""", """["reader"]""")]
    public async Task SignIn_AtTheProvider_GivesTheRoleOfTheClaim(string claim, string roles)
    {
        await StartAsync(claim);
        using var browser = new Browser(_api);

        Assert.Equal("http://localhost/api/config?x=1", (await browser.VisitAsync("/api/sign-in/provider?returnUrl=/api/config?x=1")).ToString());

        using var me = await browser.GetAsync("/api/me");
        Json.Equal($$$"""{"data":{"name":"Ann","roles":{{{roles}}} }}""", await me.Content.ReadFromJsonAsync<JsonElement>(Token));
        var entry = Assert.Single(await _api.Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery(), Token));
        Assert.Equal(("Ann", "SignIn"), (entry.Who, entry.What));
    }

    [Fact]
    public async Task SignIn_ClaimOfNoRole_MayDoNothing()
    {
        await StartAsync("""["guests"]""");
        using var browser = new Browser(_api);
        Assert.Equal("http://localhost/sign-in", (await browser.VisitAsync("/api/sign-in/provider?returnUrl=/api/config")).ToString());

        using var page = await browser.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("You are signed in as Ann,", await page.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var me = await browser.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Forbidden, me.StatusCode);
    }

    [Fact]
    public async Task SignIn_AtTheProvider_EndsAfterItsLifetimeHoweverOftenItIsUsed()
    {
        await StartAsync("""["staff"]""");
        _api.Settings["Api:Access:SignInLifetime"] = "00:30:00";
        AuthenticationProperties? kept = null;
        await using var host = _api.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.PostConfigure<CookieAuthenticationOptions>(Access.Cookie, cookie => cookie.Events.OnSignedIn = context =>
            {
                kept = context.Properties;
                return Task.CompletedTask;
            })));
        using var browser = new Browser(host);

        await browser.VisitAsync("/api/sign-in/provider");

        Assert.Equal((false, TimeSpan.FromMinutes(30)), (kept!.AllowRefresh, kept.ExpiresUtc - kept.IssuedUtc));
    }

    [Fact]
    public async Task Callback_ThatNobodyAskedFor_GoesToTheSignInPage()
    {
        await StartAsync("""["admins"]""");
        using var response = await _api.CreateClient(new() { AllowAutoRedirect = false }).GetAsync("/api/sign-in/callback?code=x&state=y", Token);

        Assert.Equal("/sign-in", response.Headers.Location?.OriginalString);
    }

    private async Task StartAsync(string roles)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")))
        {
            Assert.Skip("NOT TESTED: sign-in at a provider needs Node.js 20 or newer and `npm ci` in Tests/emulators.");
        }

        _provider = Process.Start(new ProcessStartInfo(
            "node", ["oidc.js", "--redirect", Callback, "--person", $$"""{"sub":"7","name":"Ann","roles":{{roles}} }"""])
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var port = (await _provider.StandardOutput.ReadLineAsync(Token))!.Split(' ')[1];
        foreach (var (key, value) in new[]
        {
            ("Authority", $"http://127.0.0.1:{port}"), ("ClientId", "pipeline"), ("ClientSecret", "not a secret"), ("Readers", "staff"), ("Operators", "admins"),
        })
        {
            _api.Settings[$"Api:OpenIdConnect:{key}"] = value;
        }

        _api.Settings["Api:Access:Keys:shop"] = $"ingest {AccessKey.WriteHash("pk_one")}";
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Pipeline.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }

    /// <summary>Follows redirects between the API, which is in this process, and the provider, keeping the cookies of each.</summary>
    private sealed class Browser(WebApplicationFactory<Program> api) : IDisposable
    {
        private readonly HttpClient _here = api.CreateClient(new() { AllowAutoRedirect = false });
        private readonly HttpClient _there = new(new SocketsHttpHandler { AllowAutoRedirect = false });

        public Task<HttpResponseMessage> GetAsync(string path) => _here.GetAsync(path, Token);

        /// <summary>Returns the last address, and does not ask for it.</summary>
        public async Task<Uri> VisitAsync(string path)
        {
            var address = new Uri(new Uri("http://localhost"), path);
            for (var hop = 0; hop < 10; hop++)
            {
                using var response = await (address.Host == "localhost" ? _here : _there).GetAsync(address, Token);
                Assert.True(response.Headers.Location is not null, $"{address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
                var isBack = address.OriginalString.StartsWith(Callback, StringComparison.Ordinal);
                address = new Uri(address, response.Headers.Location);
                if (isBack)
                {
                    return address;
                }
            }

            throw new InvalidOperationException("The redirects do not end.");
        }

        public void Dispose()
        {
            _here.Dispose();
            _there.Dispose();
        }
    }
}
