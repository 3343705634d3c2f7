using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Api.Tests.Fakes;
using Xunit;
using IPNetwork = System.Net.IPNetwork;

namespace Pipeline.Api.Tests.Security;

public sealed class ProxyTests
{
    [Fact]
    public async Task ForwardedHeaders_NoProxyConfigured_AreIgnored()
    {
        await using var api = new ApiHost();

        Assert.Equal(ForwardedHeaders.None, Options(api).ForwardedHeaders);
    }

    [Fact]
    public async Task ForwardedHeaders_ProxiesConfigured_AreBelievedFromTheirNetworksOnly()
    {
        await using var api = new ClosedApi();
        api.Settings["Api:Proxies:Networks"] = "10.0.0.0/8, 192.0.2.1/32";

        var options = Options(api);

        Assert.Equal(ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, options.ForwardedHeaders);
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.0.2.1/32")], options.KnownIPNetworks);
        Assert.Empty(options.KnownProxies);
    }

    private static ForwardedHeadersOptions Options(ApiHost api) =>
        api.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
}
