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
    /// Adds Kestrel on loopback addresses only: nobody has to sign in here, so the process refuses to start where others could reach it.
    /// </summary>
    public static WebApplicationBuilder AddLoopbackServer(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);
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

    private static void RefuseOtherAddresses(ListenOptions endpoint)
    {
        if (endpoint.IPEndPoint is { } address && !IPAddress.IsLoopback(address.Address))
        {
            throw new StartupException(
                [$"Refusing to listen on {address}: without credentials only loopback addresses are allowed, such as {DefaultUrl}."]);
        }
    }
}
