using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Emulators;
using Pipeline.Core.Plumbing.Hosting;

namespace Pipeline.Contracts.Archive;

public sealed class S3BucketCheckTests(Emulator emulator) : IAsyncDisposable
{
    private readonly S3Scratch _scratch = new(emulator);

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    [Fact]
    public async Task FindProblems_BucketIsThere_FindsNone()
    {
        using var s3 = await _scratch.CreateBucketAsync();

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task FindProblems_NoSuchBucket_NamesItTheCodeAndThePermissions()
    {
        var problem = Assert.Single(await CheckAsync());

        Assert.All(
            [$"Pipeline:S3:Bucket {_scratch.Bucket}", "NoSuchBucket", "s3:ListBucket", "s3:PutObject"],
            part => Assert.Contains(part, problem, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> CheckAsync() =>
        await (await _scratch.ConfigureAsync("shop/")).GetRequiredService<IStartupCheck>()
            .FindProblemsAsync(TestContext.Current.CancellationToken);
}
