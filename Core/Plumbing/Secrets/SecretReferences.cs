using Amazon.SimpleSystemsManagement;
using Microsoft.Extensions.Configuration;

namespace Pipeline.Core.Plumbing.Secrets;

/// <summary>
/// The last source of a configuration: shows a secret wherever the sources before it have a reference to one. It has no settings of its
/// own, so a setting that is removed or changed there is removed or changed here too.
/// </summary>
public sealed class SecretReferences : ConfigurationProvider, IConfigurationSource
{
    private readonly IConfigurationRoot _configuration;
    private readonly Func<IAmazonSimpleSystemsManagement> _connect;
    private volatile Dictionary<string, Resolved> _resolved = new(StringComparer.OrdinalIgnoreCase);

    internal SecretReferences(IConfigurationRoot configuration, Func<IAmazonSimpleSystemsManagement> connect) =>
        (_configuration, _connect) = (configuration, connect);

    /// <summary>
    /// Reads the secrets of all references in some sections, and reloads the configuration if one has changed. Without a reference AWS is
    /// not called.
    /// </summary>
    /// <returns>
    /// One sentence for each setting whose secret cannot be read, never with a value. Such a setting keeps the secret that it had for the
    /// same reference.
    /// </returns>
    public async Task<IReadOnlyList<string>> ReadAsync(IEnumerable<string> sections, CancellationToken cancellationToken)
    {
        var references = new List<(string Key, string Text, SecretReference? Reference)>();
        foreach (var (key, _) in sections.SelectMany(section => _configuration.GetSection(section).AsEnumerable()))
        {
            if (FindBelow(key) is { } text && SecretReference.IsReference(text))
            {
                references.Add((key, text, SecretReference.Parse(text)));
            }
        }

        if (references.Count == 0)
        {
            return [];
        }

        var resolver = new SecretResolver();
        await resolver.ReadAsync([.. references.Select(item => item.Reference?.Parameter).OfType<string>()], _connect, cancellationToken);
        var resolved = new Dictionary<string, Resolved>(_resolved, StringComparer.OrdinalIgnoreCase);
        var problems = new List<string>();
        foreach (var (key, text, reference) in references.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            if (Resolve(resolver, reference, out var value) is { } problem)
            {
                problems.Add($"{key} = {text} {problem}");
            }
            else
            {
                resolved[key] = new Resolved(text, value!);
            }
        }

        var hasChanged = resolved.Any(now => _resolved.GetValueOrDefault(now.Key) != now.Value);
        _resolved = resolved;
        if (hasChanged)
        {
            OnReload();
        }

        return problems;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        value = _resolved.TryGetValue(key, out var resolved) && FindBelow(key) == resolved.Reference ? resolved.Secret : null;
        return value is not null;
    }

    public override void Set(string key, string? value)
    {
        // The sources before this one have it.
    }

    /// <summary>What the sources before this one say.</summary>
    private string? FindBelow(string key)
    {
        string? found = null;
        foreach (var provider in _configuration.Providers.TakeWhile(provider => provider != this))
        {
            found = provider.TryGet(key, out var value) ? value : found;
        }

        return found;
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

    private sealed record Resolved(string Reference, string Secret);
}
