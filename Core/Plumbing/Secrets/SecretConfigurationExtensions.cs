using Amazon.SimpleSystemsManagement;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Core.Plumbing.Secrets;

public static class SecretConfigurationExtensions
{
    private static readonly string[] Sections = ["Pipeline", "Api", "ConnectionStrings", "Mongo"];

    /// <summary>
    /// Puts secrets in place of the references to them (<c>ssm:/path</c>, <c>secretsmanager:name</c>, <c>…#key</c> for a member of a JSON
    /// secret) under <c>Pipeline</c>, <c>Api</c>, <c>ConnectionStrings</c> and <c>Mongo</c>. Call it once, after every other source was added.
    /// Without a reference AWS is not called.
    /// </summary>
    /// <returns>What reads them again.</returns>
    /// <exception cref="SecretReferenceException">Lists every reference that could not be resolved.</exception>
    public static Task<SecretReferences> AddSecretReferencesAsync(
        this IConfigurationManager configuration, CancellationToken cancellationToken) =>
        configuration.AddSecretReferencesAsync(() => new AmazonSimpleSystemsManagementClient(), cancellationToken);

    /// <summary>The same with clients made by the caller, which are disposed of here.</summary>
    /// <exception cref="SecretReferenceException">Lists every reference that could not be resolved.</exception>
    public static async Task<SecretReferences> AddSecretReferencesAsync(
        this IConfigurationManager configuration, Func<IAmazonSimpleSystemsManagement> connect, CancellationToken cancellationToken)
    {
        var secrets = new SecretReferences((IConfigurationRoot)configuration, connect);
        configuration.Add(secrets);
        var problems = await secrets.ReadAsync(Sections, cancellationToken);
        return problems.Count == 0 ? secrets : throw new SecretReferenceException(problems);
    }
}
