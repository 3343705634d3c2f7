using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Pipeline.Api.Security.Protection;

/// <summary>Encrypts keys with the configured secret: AES-256-GCM, with a random nonce for each.</summary>
internal sealed class SecretCipher(string secret) : IXmlEncryptor
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly byte[] Purpose = "pipeline key ring"u8.ToArray();

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: Purpose);

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(Opener));
    }

    /// <exception cref="CryptographicException">It was encrypted with another secret, or has been changed.</exception>
    private XElement Decrypt(XElement encrypted)
    {
        var sealedBytes = Convert.FromBase64String(encrypted.Value).AsSpan();
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(sealedBytes[..NonceLength], sealedBytes[(NonceLength + TagLength)..], sealedBytes.Slice(NonceLength, TagLength), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    /// <summary>Made by data protection for each key that it reads; the type's name is stored with the key.</summary>
    internal sealed class Opener(IServiceProvider services) : IXmlDecryptor
    {
        public XElement Decrypt(XElement encryptedElement) =>
            services.GetRequiredService<IOptions<ProtectionOptions>>().Value.Secret is { Length: > 0 } secret
                ? new SecretCipher(secret).Decrypt(encryptedElement)
                : throw new CryptographicException($"{ProtectionOptions.SectionName}:Secret is not set.");
    }
}
