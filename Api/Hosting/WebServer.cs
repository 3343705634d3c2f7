using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Api.Ingest;
using Pipeline.Api.Security;
using Pipeline.Hosting.Startup;

namespace Pipeline.Api.Hosting;

/// <summary>The web server and its limits.</summary>
internal static class WebServer
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// Adds Kestrel, on a loopback address by default. On any other the process refuses to start unless somebody may use what it serves:
    /// otherwise everyone could.
    /// </summary>
    public static WebApplicationBuilder AddWebServer(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            RefuseUnreadable(urls);
        }
        else
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = EventBatchReader.MaxBytes;
            kestrel.ConfigureEndpointDefaults(RefuseOpenAddresses);
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<ServerStop>();
        return builder;
    }

    // The server itself would only find out after everything else has started, without naming the setting.
    private static void RefuseUnreadable(string urls)
    {
        var unreadable = urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Where(url => !IsReadable(url)).ToList();
        if (unreadable.Count > 0)
        {
            throw new StartupException([.. unreadable.Select(url =>
                $"{WebHostDefaults.ServerUrlsKey} has '{url}', which is not an address such as {DefaultUrl}.")]);
        }
    }

    private static bool IsReadable(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Port <= IPEndPoint.MaxPort;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static void RefuseOpenAddresses(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is not { } address || IPAddress.IsLoopback(address.Address))
        {
            return;
        }

        var access = endpoint.ApplicationServices.GetRequiredService<CurrentAccess>();
        access.ClaimReachable();
        var missing = access.FindMissing(endpoint.ApplicationServices.GetService<ApiSetup>()?.Parts ?? ApiParts.All);
        if (missing.Count > 0)
        {
            throw new StartupException([.. missing.Select(what => $"Refusing to listen on {address}, which others can reach: {what}")]);
        }
    }
}
