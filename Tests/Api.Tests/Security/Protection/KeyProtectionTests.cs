using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Api.Security.Protection;
using Pipeline.Core.Protection;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Security.Protection;

public sealed class KeyProtectionTests
{
    private const string Secret = "a secret of at least 32 characters";

    private readonly InMemoryKeyRing _ring = new();

    [Fact]
    public void Protect_InOneCopy_IsUnderstoodByAnother()
    {
        var cookie = Copy(Secret).Protect("ana");

        Assert.Equal("ana", Copy(Secret).Unprotect(cookie));
    }

    [Fact]
    public async Task Keys_InTheStore_AreEncrypted()
    {
        Copy(Secret).Protect("ana");

        var key = Assert.Single(await _ring.GetAsync(TestContext.Current.CancellationToken));
        Assert.Contains("<sealed", key, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", key, StringComparison.Ordinal);
    }

    [Fact]
    public void Unprotect_WithAnotherSecret_IsRefused()
    {
        var cookie = Copy(Secret).Protect("ana");

        Assert.ThrowsAny<CryptographicException>(() => Copy("another secret, as long as the first").Unprotect(cookie));
    }

    private IDataProtector Copy(string secret) => new ServiceCollection().AddLogging().AddSingleton<IKeyRing>(_ring)
        .AddKeyProtection(new ConfigurationBuilder().AddInMemoryCollection([new("Api:Protection:Secret", secret)]).Build())
        .BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
}
