using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Api.Ingest;
using Pipeline.Hosting.Startup;

namespace Pipeline.Api.Hosting;

/// <summary>The web server and its limits.</summary>
internal static class LoopbackServer
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>
    /// Adds Kestrel on loopback addresses only: there is no sign-in, so the process refuses to start where others could reach it.
    /// </summary>
    public static WebApplicationBuilder AddLoopbackServer(this WebApplicationBuilder builder)
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
            kestrel.ConfigureEndpointDefaults(RefuseOtherAddresses);
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

    private static void RefuseOtherAddresses(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is { } address && !IPAddress.IsLoopback(address.Address))
        {
            throw new StartupException(
                [$"Refusing to listen on {address}: without credentials only loopback addresses are allowed, such as {DefaultUrl}."]);
        }
    }
}
