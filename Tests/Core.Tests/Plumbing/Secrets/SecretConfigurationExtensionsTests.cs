using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Microsoft.Extensions.Configuration;
using Moq;
using Pipeline.Core.Plumbing.Secrets;
using Xunit;

namespace Pipeline.Core.Tests.Plumbing.Secrets;

public sealed class SecretConfigurationExtensionsTests : IDisposable
{
    private const string Secret = "correct horse";

    private readonly ConfigurationManager _configuration = new();
    private readonly Dictionary<string, string> _parameters = [];
    private readonly HashSet<string> _forbidden = [];
    private readonly List<GetParametersRequest> _requests = [];
    private readonly Mock<IAmazonSimpleSystemsManagement> _ssm = new(MockBehavior.Strict);

    public SecretConfigurationExtensionsTests()
    {
        _ssm.Setup(ssm => ssm.GetParametersAsync(It.IsAny<GetParametersRequest>(), It.IsAny<CancellationToken>()))
            .Returns((GetParametersRequest request, CancellationToken _) => Answer(request));
        _ssm.Setup(ssm => ssm.Dispose());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _configuration.Dispose();

    [Fact]
    public async Task AddSecretReferences_NoReference_DoesNotEvenMakeAClient()
    {
        Set("Pipeline:Sqs:QueueUrl", "https://sqs/queue");
        Set("Logging:Key", "ssm:/elsewhere");

        await _configuration.AddSecretReferencesAsync(() => throw new InvalidOperationException("made"), Token);

        Assert.Equal("ssm:/elsewhere", _configuration["Logging:Key"]);
    }

    [Theory]
    [InlineData("Pipeline:Auth:Key", "ssm:/shop/prod/key", "/shop/prod/key")]
    [InlineData("ConnectionStrings:Mongo", "secretsmanager:shop-prod", "/aws/reference/secretsmanager/shop-prod")]
    [InlineData("Mongo", "secretsmanager:shop-prod:AWSPREVIOUS", "/aws/reference/secretsmanager/shop-prod:AWSPREVIOUS")]
    [InlineData("pipeline:deep:0:value", "ssm:plain", "plain")]
    public async Task AddSecretReferences_Reference_IsReplacedByTheSecret(string key, string reference, string parameter)
    {
        Set(key, reference);
        _parameters[parameter] = Secret;

        await AddAsync();

        Assert.Equal(Secret, _configuration[key]);
        Assert.True(Assert.Single(_requests).WithDecryption);
        _ssm.Verify(ssm => ssm.Dispose(), Times.Once);
    }

    [Theory]
    [InlineData("user", "shop")]
    [InlineData("port", "27017")]
    public async Task AddSecretReferences_MemberOfAJsonSecret_IsPicked(string member, string value)
    {
        Set("Pipeline:A", $"secretsmanager:shop#{member}");
        _parameters["/aws/reference/secretsmanager/shop"] = """{"user":"shop","port":27017}""";

        await AddAsync();

        Assert.Equal(value, _configuration["Pipeline:A"]);
    }

    [Fact]
    public async Task AddSecretReferences_ManyReferences_AreAskedForOnceEachInTens()
    {
        for (var i = 0; i < 23; i++)
        {
            Set($"Pipeline:First:{i}", $"ssm:/p{i}");
            Set($"Pipeline:Second:{i}", $"ssm:/p{i}");
            _parameters[$"/p{i}"] = $"secret {i}";
        }

        await AddAsync();

        Assert.Equal([10, 10, 3], _requests.Select(request => request.Names.Count));
        for (var i = 0; i < 23; i++)
        {
            Assert.Equal(($"secret {i}", $"secret {i}"), (_configuration[$"Pipeline:First:{i}"], _configuration[$"Pipeline:Second:{i}"]));
        }
    }

    [Fact]
    public async Task AddSecretReferences_ParameterWithVersion_IsMatchedThoughItsNameComesWithoutIt()
    {
        Set("Pipeline:A", "ssm:/a:3");
        Set("Pipeline:B", "ssm:/a");
        _ssm.Setup(ssm => ssm.GetParametersAsync(It.IsAny<GetParametersRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new GetParametersResponse
            {
                Parameters = [new() { Name = "/a", Selector = ":3", Value = "old" }, new() { Name = "/a", Value = "new" }],
            });

        await AddAsync();

        Assert.Equal(("old", "new"), (_configuration["Pipeline:A"], _configuration["Pipeline:B"]));
    }

    [Fact]
    public async Task AddSecretReferences_SeveralProblems_AreAllListedWithPermissionsAndWithoutSecrets()
    {
        Set("Pipeline:Fine", "ssm:/fine");
        Set("Pipeline:Gone", "ssm:/gone");
        Set("Pipeline:Forbidden", "secretsmanager:forbidden");
        Set("Pipeline:Empty", "ssm:");
        Set("Pipeline:NoMember", "ssm:/json#password");
        Set("Pipeline:NoJson", "ssm:/fine#password");
        _parameters["/fine"] = Secret;
        _parameters["/json"] = $$"""{"other":"{{Secret}}"}""";
        _forbidden.Add("/aws/reference/secretsmanager/forbidden");

        var exception = await Assert.ThrowsAsync<SecretReferenceException>(AddAsync);

        Assert.Collection(
            exception.Problems,
            problem => Assert.StartsWith("Pipeline:Empty = ssm: names no secret", problem, StringComparison.Ordinal),
            problem =>
            {
                Assert.StartsWith("Pipeline:Forbidden = secretsmanager:forbidden can't be resolved", problem, StringComparison.Ordinal);
                Assert.Contains("AccessDeniedException", problem, StringComparison.Ordinal);
                Assert.Contains("secretsmanager:GetSecretValue", problem, StringComparison.Ordinal);
            },
            problem =>
            {
                Assert.StartsWith("Pipeline:Gone = ssm:/gone can't be resolved: it was not found", problem, StringComparison.Ordinal);
                Assert.Contains("ssm:GetParameters on parameter/gone", problem, StringComparison.Ordinal);
            },
            problem => Assert.StartsWith("Pipeline:NoJson = ssm:/fine#password", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("Pipeline:NoMember = ssm:/json#password", problem, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSecretReferences_NoClient_SaysWhyForEachReference()
    {
        Set("Pipeline:A", "ssm:/a");
        Set("Pipeline:B", "ssm:/b");

        var exception = await Assert.ThrowsAsync<SecretReferenceException>(
            () => _configuration.AddSecretReferencesAsync(() => throw new AmazonClientException("No region"), Token));

        Assert.Equal(2, exception.Problems.Count);
        Assert.All(exception.Problems, problem => Assert.Contains("No region", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddSecretReferences_NetworkIsDown_IsNotTriedOnceMoreForEachName()
    {
        Set("Pipeline:A", "ssm:/a");
        Set("Pipeline:B", "ssm:/b");
        _ssm.Setup(ssm => ssm.GetParametersAsync(It.IsAny<GetParametersRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new HttpRequestException("no route"));

        var exception = await Assert.ThrowsAsync<SecretReferenceException>(AddAsync);

        Assert.Equal(2, exception.Problems.Count);
        _ssm.Verify(ssm => ssm.GetParametersAsync(It.IsAny<GetParametersRequest>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    private void Set(string key, string value) => _configuration[key] = value;

    private Task AddAsync() => _configuration.AddSecretReferencesAsync(() => _ssm.Object, Token);

    private Task<GetParametersResponse> Answer(GetParametersRequest request)
    {
        _requests.Add(request);
        Assert.InRange(request.Names.Count, 1, 10);
        if (request.Names.Exists(_forbidden.Contains))
        {
            return Task.FromException<GetParametersResponse>(
                new AmazonSimpleSystemsManagementException("not authorized") { ErrorCode = "AccessDeniedException" });
        }

        return Task.FromResult(new GetParametersResponse
        {
            Parameters =
            [
                .. request.Names.Where(_parameters.ContainsKey).Select(name => new Parameter { Name = name, Value = _parameters[name] }),
            ],
            InvalidParameters = [.. request.Names.Where(name => !_parameters.ContainsKey(name))],
        });
    }
}
