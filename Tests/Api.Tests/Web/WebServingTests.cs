using System.Net;
using Pipeline.Api.Tests.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Web;

public sealed class WebServingTests(WebServingTests.BuiltWeb web) : IClassFixture<WebServingTests.BuiltWeb>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "the dashboard", "text/html")]
    [InlineData("/dashboard/traffic?period=today", "the dashboard", "text/html")]
    [InlineData("/index.html", "the dashboard", "text/html")]
    [InlineData("/assets/main-1a2b.js", "a script", "text/javascript")]
    [InlineData("/favicon.svg", "the icon", "image/svg+xml")]
    [InlineData("/t.js", "the tracker", "text/javascript")]
    public async Task Get_AddressOfTheWeb_IsAnsweredWithItsFile(string address, string content, string type)
    {
        using var client = web.CreateClient();
        using var response = await client.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(content, await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/hangfire/nothing/at/all")]
    [InlineData("/assets/of-an-older-build.js")]
    [InlineData("/.vite/manifest.json")]
    [InlineData("/../appsettings.json")]
    [InlineData("/demo")]
    [InlineData("/demo/index.html")]
    public async Task Get_NotOfTheWeb_IsNotMasked(string address)
    {
        using var client = web.CreateClient();
        using var response = await client.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("the dashboard", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/demo")]
    [InlineData("/demo/product/3")]
    public async Task Get_WithDemo_ServesTheShop(string address)
    {
        await using var withDemo = new BuiltWeb { Settings = { ["Web:Demo"] = "true" } };
        using var client = withDemo.CreateClient();

        Assert.Equal("the shop", await client.GetStringAsync(address, Token));
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br", "the dashboard in brotli")]
    [InlineData("gzip", "gzip", "the dashboard in gzip")]
    [InlineData("br;q=0, gzip", "gzip", "the dashboard in gzip")]
    [InlineData("zstd", null, "the dashboard")]
    public async Task Get_Encodings_SendsTheSmallestThatIsAccepted(string accepted, string? encoding, string content)
    {
        using var client = web.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/now");
        request.Headers.Add("Accept-Encoding", accepted);
        using var response = await client.SendAsync(request, Token);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(content, await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Accept-Encoding", Assert.Single(response.Headers.Vary));
    }

    [Theory]
    [InlineData("/", "no-cache")]
    [InlineData("/t.js", "no-cache")]
    [InlineData("/assets/main-1a2b.js", "public, max-age=31536000, immutable")]
    public async Task Get_File_SaysHowLongItMayBeKeptAndWhatItMayDo(string address, string caching)
    {
        using var client = web.CreateClient();
        using var response = await client.GetAsync(address, Token);

        Assert.Equal(caching, Assert.Single(response.Headers.GetValues("Cache-Control")));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Get_Unchanged_IsNotSentAgain()
    {
        using var client = web.CreateClient();
        using var first = await client.GetAsync("/", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Head_Page_HasTheHeadersOfGet()
    {
        using var client = web.CreateClient();
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/now"), Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("the dashboard".Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Post_Page_IsNotFound()
    {
        using var client = web.CreateClient();
        using var response = await client.PostAsync("/dashboard", content: null, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_NotBuilt_LeavesTheApiAlone()
    {
        await using var host = new ApiHost();
        using var client = host.CreateClient(new() { AllowAutoRedirect = false });
        using var root = await client.GetAsync("/", Token);
        using var page = await client.GetAsync("/dashboard", Token);

        Assert.Equal((HttpStatusCode.Redirect, "/api/docs"), (root.StatusCode, root.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    /// <summary>The API with a web of a few files.</summary>
    public sealed class BuiltWeb : ApiHost
    {
        private readonly DirectoryInfo _web = Directory.CreateTempSubdirectory("pipeline-web-");

        public BuiltWeb()
        {
            Settings["Web:Directory"] = _web.FullName;
            Write("index.html", "the dashboard");
            Write("index.html.br", "the dashboard in brotli");
            Write("index.html.gz", "the dashboard in gzip");
            Write("t.js", "the tracker");
            Write("favicon.svg", "the icon");
            Write("assets/main-1a2b.js", "a script");
            Write("demo/index.html", "the shop");
            Write(".vite/manifest.json", "not for clients");
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _web.Delete(recursive: true);
        }

        private void Write(string path, string content)
        {
            var file = new FileInfo(Path.Combine(_web.FullName, path));
            file.Directory!.Create();
            File.WriteAllText(file.FullName, content);
        }
    }
}
