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
    /// <exception cref="SecretReferenceException">Lists every reference that could not be resolved.</exception>
    public static Task AddSecretReferencesAsync(this IConfigurationManager configuration, CancellationToken cancellationToken) =>
        configuration.AddSecretReferencesAsync(() => new AmazonSimpleSystemsManagementClient(), cancellationToken);

    /// <summary>The same with a client made by the caller, which is disposed of here.</summary>
    /// <exception cref="SecretReferenceException">Lists every reference that could not be resolved.</exception>
    public static async Task AddSecretReferencesAsync(
        this IConfigurationManager configuration, Func<IAmazonSimpleSystemsManagement> connect, CancellationToken cancellationToken)
    {
        var references = (
            from section in Sections
            from setting in configuration.GetSection(section).AsEnumerable()
            where SecretReference.IsReference(setting.Value)
            orderby setting.Key
            select (setting.Key, Text: setting.Value, Reference: SecretReference.Parse(setting.Value))).ToList();
        if (references.Count == 0)
        {
            return;
        }

        var resolver = new SecretResolver();
        await resolver.ReadAsync([.. references.Select(item => item.Reference?.Parameter).OfType<string>()], connect, cancellationToken);
        var values = new Dictionary<string, string?>();
        var problems = new List<string>();
        foreach (var (key, text, reference) in references)
        {
            if (Resolve(resolver, reference, out var value) is { } problem)
            {
                problems.Add($"{key} = {text} {problem}");
            }
            else
            {
                values[key] = value;
            }
        }

        if (problems.Count > 0)
        {
            throw new SecretReferenceException(problems);
        }

        configuration.AddInMemoryCollection(values);
    }

    /// <summary>Returns what is wrong, without the secret itself, or null.</summary>
    private static string? Resolve(SecretResolver resolver, SecretReference? reference, out string? value)
    {
        value = null;
        if (reference is null)
        {
            return "names no secret; write ssm:/path or secretsmanager:name, with #key for a member of a JSON secret.";
        }

        var (secret, failure) = resolver.Get(reference.Parameter);
        if (secret is null)
        {
            return $"can't be resolved: {failure}. The process's role needs {reference.Permissions}.";
        }

        return reference.TryPick(secret, out value)
            ? null
            : $"can't be resolved: the secret is not a JSON object with a member '{reference.JsonKey}'.";
    }
}
