using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Plumbing.Secrets;

/// <summary>Reads parameters ten at a time, and keeps for each the secret or why there is none.</summary>
internal sealed class SecretResolver
{
    private const int MaxNames = 10;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _secrets = [];
    private readonly Dictionary<string, string> _failures = [];

    public async Task ReadAsync(
        IEnumerable<string> names, Func<IAmazonSimpleSystemsManagement> connect, CancellationToken cancellationToken)
    {
        IAmazonSimpleSystemsManagement ssm;
        try
        {
            ssm = connect();
        }
        catch (Exception trouble) when (AwsCalls.IsTrouble(trouble))
        {
            Fail(names, AwsCalls.Describe(trouble));
            return;
        }

        using (ssm)
        {
            foreach (var tens in names.Distinct().Chunk(MaxNames))
            {
                await ReadTensAsync(ssm, tens, cancellationToken);
            }
        }
    }

    /// <summary>Returns the secret, or why there is none.</summary>
    public (string? Secret, string? Failure) Get(string name) =>
        _secrets.TryGetValue(name, out var secret)
            ? (secret, null)
            : (null, _failures.GetValueOrDefault(name, "it was not found"));

    private async Task ReadTensAsync(IAmazonSimpleSystemsManagement ssm, string[] names, CancellationToken cancellationToken)
    {
        try
        {
            var response = await AwsCalls.CallAsync(
                "SSM", Timeout, TimeProvider.System,
                token => ssm.GetParametersAsync(new GetParametersRequest { Names = [.. names], WithDecryption = true }, token),
                cancellationToken);
            foreach (var parameter in response.Parameters ?? [])
            {
                // The name comes back without the version or label that was asked for with it.
                var name = Array.Find(names, name => name == parameter.Name + parameter.Selector) ?? parameter.Name;
                _secrets[name] = parameter.Value;
            }
        }
        catch (TransientStorageException trouble) when (trouble.InnerException is AmazonServiceException && names.Length > 1)
        {
            // One forbidden name fails the whole call: asking for each name alone shows which one it is.
            foreach (var name in names)
            {
                await ReadTensAsync(ssm, [name], cancellationToken);
            }
        }
        catch (TransientStorageException trouble)
        {
            Fail(names, trouble.Message);
        }
    }

    private void Fail(IEnumerable<string> names, string reason)
    {
        foreach (var name in names)
        {
            _failures[name] = reason.TrimEnd('.');
        }
    }
}
