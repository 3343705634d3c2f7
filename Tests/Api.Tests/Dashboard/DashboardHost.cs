using System.Net;
using System.Text.RegularExpressions;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Api.Dashboard;
using Pipeline.Api.Tests.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Dashboard;

/// <summary>The real dashboard of an API without job servers, as a browser on the same machine uses it.</summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private readonly ApiHost _api = new();
    private readonly WebApplicationFactory<Program> _host;
    private readonly HttpClient _browser;

    public DashboardHost() => _browser = (_host = _api.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
    {
        services.AddTransient<IStartupFilter, LocalRequests>();
        services.Replace(ServiceDescriptor.Singleton(new DashboardAccess(_ => IsOperator)));
    }))).CreateClient(new() { AllowAutoRedirect = false });

    /// <summary>Whether requests are an operator's.</summary>
    public bool IsOperator { get; set; } = true;

    public IServiceProvider Services => _host.Services;

    public JobStorage Storage => Services.GetRequiredService<JobStorage>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The HTML of a page.</summary>
    public async Task<string> GetPageAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Presses a button: a POST with the page's token.</summary>
    /// <param name="path">The command's path.</param>
    /// <param name="rows">The rows that are chosen; null for a button without rows.</param>
    public async Task<HttpResponseMessage> PressAsync(string path, params string[]? rows)
    {
        var page = await GetPageAsync("/hangfire/recurring");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = rows is null ? null : Form(rows) };
        request.Headers.Add(Meta(page, "csrf-header"), Meta(page, "csrf-token"));
        return await _browser.SendAsync(request, Token);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await _browser.SendAsync(request, Token);
    }

    public static FormUrlEncodedContent Form(params string[] rows) => new(rows.Select(row => KeyValuePair.Create("jobs[]", row)));

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
        await _api.DisposeAsync();
    }

    private static string Meta(string page, string name) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"<meta name=\"{name}\" content=\"([^\"]+)\"").Groups[1].Value);

    // The test server's requests come from nowhere.
    private sealed class LocalRequests : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Loopback;
                return rest(context);
            });
            next(app);
        };
    }
}
