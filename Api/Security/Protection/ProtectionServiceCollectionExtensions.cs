using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Protection;

namespace Pipeline.Api.Security.Protection;

internal static class ProtectionServiceCollectionExtensions
{
    /// <summary>Cookies and form tokens that every copy of the API understands. Needs the stores.</summary>
    public static IServiceCollection AddKeyProtection(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ProtectionOptions>(configuration, ProtectionOptions.SectionName);
        services.AddDataProtection().SetApplicationName("pipeline");
        services.AddOptions<KeyManagementOptions>().Configure<IKeyRing, IOptions<ProtectionOptions>>((keys, ring, protection) =>
        {
            keys.XmlRepository = new StoredKeys(ring);
            keys.XmlEncryptor = protection.Value.Secret is { Length: > 0 } secret ? new SecretCipher(secret) : null;
        });
        return services;
    }
}
