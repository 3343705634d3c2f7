using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Pipeline.Api.Security;

/// <summary>A person who signs in with a password.</summary>
/// <param name="Name">As the configuration writes it.</param>
/// <param name="Role"><see cref="Access.Reader"/> or <see cref="Access.Operator"/>.</param>
/// <param name="PasswordHash">As ASP.NET Core's password hasher makes it.</param>
internal sealed record Account(string Name, string Role, string PasswordHash)
{
    // PBKDF2 with SHA-512, of as many rounds as OWASP advises.
    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    /// <summary>What a password is compared with when no account has the name, so that the answer takes as long.</summary>
    private static readonly Lazy<Account> Nobody = new(() => new Account("", "", HashPassword(Guid.NewGuid().ToString())));

    // The hasher does not use the name that it asks for.
    public static string HashPassword(string password) => Hasher.HashPassword("", password);

    /// <summary>Whether the account exists and the password is its own. Takes about the same time in either case.</summary>
    public static bool Verify(Account? account, string password)
    {
        var compared = account ?? Nobody.Value;
        return Hasher.VerifyHashedPassword("", compared.PasswordHash, password) != PasswordVerificationResult.Failed && account is not null;
    }
}
