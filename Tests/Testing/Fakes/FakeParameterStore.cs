using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Pipeline.Testing.Fakes;

/// <summary>SSM's parameters, as many as a test needs.</summary>
public sealed class FakeParameterStore() : AmazonSimpleSystemsManagementClient(new AnonymousAWSCredentials(), RegionEndpoint.EUCentral1)
{
    private int _requests;

    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>While set, it does not answer.</summary>
    public bool IsAway { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    public override Task<GetParametersResponse> GetParametersAsync(GetParametersRequest request, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _requests);
        return IsAway
            ? Task.FromException<GetParametersResponse>(new HttpRequestException("no route"))
            : Task.FromResult(new GetParametersResponse
            {
                Parameters = [.. request.Names.Where(Parameters.ContainsKey).Select(name => new Parameter { Name = name, Value = Parameters[name] })],
            });
    }
}
