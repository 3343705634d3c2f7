using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Api.Security;
using Pipeline.Api.Tests.Endpoints;
using Pipeline.Api.Tests.Fakes;
using Pipeline.Api.Tests.Security;
using Pipeline.Core.Audit;
using Xunit;

namespace Pipeline.Api.Tests.SignIn;

/// <param name="api">For tests that leave accounts, their failures and the audit log as they are; the others have their own.</param>
/// <param name="open">Where nobody signs in.</param>
public sealed partial class SignInEndpointsTests(ClosedApi api, ApiHost open) : IClassFixture<ClosedApi>, IClassFixture<ApiHost>
{
    private const string Browser = "text/html,application/xhtml+xml";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_Json_SetsACookieThatScriptsCannotRead()
    {
        var client = api.Client();
        using var response = await SignInAsync(client, ClosedApi.ReaderName, ClosedApi.Password);

        Json.Equal("""{"data":{"name":"rita","roles":["reader"]}}""", await response.Content.ReadFromJsonAsync<JsonElement>(Token));
        var cookie = Cookie(response);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/api/me", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/api/config", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, "/api/ops/runs", cookie)).StatusCode);
    }

    [Fact]
    public async Task SignIn_OverHttps_SetsASecureCookie()
    {
        var client = api.CreateClient(new() { BaseAddress = new Uri("https://localhost"), HandleCookies = false });

        Assert.Contains(
            "secure", Cookie(await SignInAsync(client, ClosedApi.ReaderName, ClosedApi.Password)), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("rita", "wrong password")]
    [InlineData("nobody", ClosedApi.Password)]
    public async Task SignIn_WrongNameOrPassword_IsTheSame401(string name, string password)
    {
        using var response = await SignInAsync(api.Client(), name, password);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Json.Equal("""{"message":"Name or password is wrong.","status":401}""", await response.Content.ReadFromJsonAsync<JsonElement>(Token));
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"rita"}""")]
    [InlineData("""{"name":"rita","password":""}""")]
    [InlineData("null")]
    [InlineData("[")]
    public async Task SignIn_NotNameAndPassword_Is400(string body)
    {
        using var content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await api.Client().PostAsync("/api/sign-in", content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_BruteForce_Is429EvenWithTheRightPassword()
    {
        await using var own = new ClosedApi();
        var client = own.Client();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(client, ClosedApi.ReaderName, $"guess {i}")).StatusCode);
        }

        using var response = await SignInAsync(client, ClosedApi.ReaderName, ClosedApi.Password);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 14, 15);
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(client, ClosedApi.OperatorName, ClosedApi.Password)).StatusCode);
    }

    [Fact]
    public async Task Cookie_AccountChangedOrRemoved_EndsAtOnce()
    {
        await using var own = new ClosedApi();
        var client = own.Client();
        var (reader, operatorCookie) = (
            Cookie(await SignInAsync(client, ClosedApi.ReaderName, ClosedApi.Password)),
            Cookie(await SignInAsync(client, ClosedApi.OperatorName, ClosedApi.Password)));

        own.Change("Api:Access:Accounts:rita", $"reader {Account.HashPassword("another one")}");
        own.Change("Api:Access:Accounts:olaf", $"reader {Account.HashPassword(ClosedApi.Password)}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/api/me", reader)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/api/ops/runs", operatorCookie)).StatusCode);
    }

    [Fact]
    public async Task Cookie_UnusedForItsLifetime_IsOver()
    {
        await using var own = new ClosedApi();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 11, 11, 0, 0, TimeSpan.Zero));
        await using var host = own.WithWebHostBuilder(builder =>
            Microsoft.AspNetCore.TestHost.WebHostBuilderExtensions.ConfigureTestServices(builder, services => services.AddSingleton<TimeProvider>(time)));
        var client = host.CreateClient(new() { HandleCookies = false });
        var cookie = Cookie(await SignInAsync(client, ClosedApi.ReaderName, ClosedApi.Password));

        time.Advance(TimeSpan.FromHours(7));
        using var late = await GetAsync(client, "/api/me", cookie);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        var renewed = Cookie(late);
        time.Advance(TimeSpan.FromHours(7));

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(client, "/api/me", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/api/me", renewed)).StatusCode);
    }

    [Fact]
    public async Task SignOut_RemovesTheCookie()
    {
        await using var own = new ClosedApi();
        var client = own.Client();
        var cookie = Cookie(await SignInAsync(client, ClosedApi.ReaderName, ClosedApi.Password));
        using var response = await SendAsync(client, HttpMethod.Post, "/api/sign-out", cookie, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", Cookie(response), StringComparison.OrdinalIgnoreCase);
        var log = own.Services.GetRequiredService<IAuditLog>();
        Assert.Equal(["SignOut", "SignIn"], (await log.ReadAsync(new AuditQuery(Who: "rita"), Token)).Select(entry => entry.What));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Accepted)]
    [InlineData("Origin", "https://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:3000", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost", HttpStatusCode.Accepted)]
    [InlineData("X-Nothing", "x", HttpStatusCode.Forbidden)]
    public async Task Change_WithACookie_MustComeFromThisSite(string header, string value, HttpStatusCode expected)
    {
        var client = api.Client();
        var cookie = Cookie(await SignInAsync(client, ClosedApi.OperatorName, ClosedApi.Password));
        using var response = await SendAsync(client, HttpMethod.Post, "/api/ops/rollups/rebuild", cookie, (header, value));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:3000", HttpStatusCode.Accepted)]
    [InlineData("X-Nothing", "x", HttpStatusCode.Accepted)]
    public async Task Change_WhereNobodySignsIn_MustNotComeFromAForeignSite(string header, string value, HttpStatusCode expected)
    {
        using var response = await SendAsync(open.CreateClient(), HttpMethod.Post, "/api/ops/rollups/rebuild", "", (header, value));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Form_SignsInAndReturnsToWhereOneCameFrom()
    {
        var client = api.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", Browser);
        using var asked = await client.GetAsync("/hangfire/recurring?from=0", Token);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Equal("/sign-in?returnUrl=%2Fhangfire%2Frecurring%3Ffrom%3D0", asked.Headers.Location!.PathAndQuery);

        var page = await client.GetStringAsync(asked.Headers.Location, Token);
        using var wrong = await PostFormAsync(client, page, "not the password");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        var again = await wrong.Content.ReadAsStringAsync(Token);
        Assert.Contains("Name or password is wrong.", again, StringComparison.Ordinal);

        using var right = await PostFormAsync(client, again, ClosedApi.Password);
        Assert.Equal((HttpStatusCode.Redirect, "/hangfire/recurring?from=0"), (right.StatusCode, right.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/me", Token)).StatusCode);
    }

    [Fact]
    public async Task Page_PersonWithoutARole_SaysWhoThatIsAndOffersToSignOut()
    {
        var cookie = CookieOf(Access.Principal(Access.Cookie, "Ann <3", []));
        var client = api.Client();
        client.DefaultRequestHeaders.Add("Accept", Browser);
        client.DefaultRequestHeaders.Add("Accept-Language", "fr");

        using var asked = await GetAsync(client, "/hangfire", cookie);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (asked.StatusCode, asked.Headers.Location!.OriginalString));
        using var page = await GetAsync(client, "/sign-in?returnUrl=/hangfire", cookie);
        var html = await page.Content.ReadAsStringAsync(Token);

        Assert.Equal((HttpStatusCode.Forbidden, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<h1>Acc&#xE8;s refus&#xE9;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("Ann &lt;3,", html, StringComparison.Ordinal);
        Assert.Contains("""<form method="post" action="/api/sign-out">""", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var data = await GetAsync(client, "/api/me", cookie);
        Assert.Equal((HttpStatusCode.Forbidden, "application/json"), (data.StatusCode, data.Content.Headers.ContentType?.MediaType));

        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/sign-out") { Content = new FormUrlEncodedContent([]) };
        form.Headers.Add("Cookie", cookie);
        form.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var signedOut = await client.SendAsync(form, Token);
        Assert.Equal("/sign-in", signedOut.Headers.Location?.OriginalString);
        Assert.Contains("expires=Thu, 01 Jan 1970", Cookie(signedOut), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        var client = api.CreateClient(new() { AllowAutoRedirect = false });
        using var response = await PostFormAsync(client, "", ClosedApi.Password);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/me", Token)).StatusCode);
    }

    [Theory]
    [InlineData("it-IT,it;q=0.9,en;q=0.8", "it", "Accedi")]
    [InlineData("de, hi;q=0.5", "hi", "साइन इन करें")]
    [InlineData("de", "en", "Sign in")]
    [InlineData("%%%", "en", "Sign in")]
    public async Task Page_SpeaksTheReadersLanguage(string languages, string language, string title)
    {
        var client = api.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", languages);
        using var response = await client.GetAsync("/sign-in?returnUrl=%22%3E%3Cscript%3E", Token);
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Token));

        Assert.Contains($"lang=\"{language}\"", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Me_WhereNobodySignsIn_IsALocalOperator()
    {

        Json.Equal(
            """{"data":{"name":"local","roles":["reader","operator","ingest"]}}""",
            await open.CreateClient().GetFromJsonAsync<JsonElement>("/api/me", Token));
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password) =>
        client.PostAsJsonAsync("/api/sign-in", new { name, password }, Token);

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address, string cookie) =>
        SendAsync(client, HttpMethod.Get, address, cookie);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string address, string cookie, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("Cookie", cookie.Split(';')[0]);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("""{"from":"2026-03-01","to":"2026-03-01"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        }

        return await client.SendAsync(request, Token);
    }

    /// <summary>A cookie as the API sets it for somebody.</summary>
    private string CookieOf(ClaimsPrincipal person)
    {
        var cookie = api.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Access.Cookie);
        var lifetime = new AuthenticationProperties { IssuedUtc = DateTimeOffset.UnixEpoch, ExpiresUtc = DateTimeOffset.MaxValue, AllowRefresh = false };
        return $"pipeline={cookie.TicketDataFormat.Protect(new AuthenticationTicket(person, lifetime, Access.Cookie))}";
    }

    private static string Cookie(HttpResponseMessage response) =>
        response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("pipeline=", StringComparison.Ordinal));

    private static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, string password)
    {
        var hidden = HiddenField.Matches(page).ToDictionary(
            match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        using var form = new FormUrlEncodedContent([.. hidden, new("name", ClosedApi.OperatorName), new("password", password)]);
        return await client.PostAsync("/api/sign-in", form, Token);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)">""")]
    private static partial Regex HiddenField { get; }
}
