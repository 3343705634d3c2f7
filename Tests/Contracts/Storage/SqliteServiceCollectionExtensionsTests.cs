using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Composition;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Testing;

namespace Pipeline.Contracts.Storage;

public sealed class SqliteServiceCollectionExtensionsTests : IDisposable
{
    private readonly SqliteScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(typeof(IEventQueue))]
    [InlineData(typeof(IDeadLetterQueue))]
    [MemberData(nameof(StorePorts.All), MemberType = typeof(StorePorts))]
    public void AddSqliteStorage_Port_IsASingleton(Type port)
    {
        using var provider = Build();

        Assert.Same(provider.GetRequiredService(port), provider.GetRequiredService(port));
    }

    [Fact]
    public void AddSqliteStorage_QueueAndDeadLetters_AreOneQueue()
    {
        using var provider = Build();

        Assert.Same((object)provider.GetRequiredService<IEventQueue>(), provider.GetRequiredService<IDeadLetterQueue>());
    }

    [Fact]
    public async Task AddSqliteStorage_Settings_AreBoundAndTheFilesLieInTheDirectory()
    {
        using var provider = Build(("Pipeline:Queue:MaxReceiveCount", "7"), ("Pipeline:Queue:VisibilityTimeout", "00:01:00"));

        await provider.GetRequiredService<IEventQueue>().SendAsync("a", TestContext.Current.CancellationToken);

        var options = provider.GetRequiredService<IOptions<QueueOptions>>().Value;
        Assert.Equal((7, TimeSpan.FromMinutes(1)), (options.MaxReceiveCount, options.VisibilityTimeout));
        Assert.True(File.Exists(Path.Combine(_scratch.DataDirectory, "queue.db")));
        Assert.True(File.Exists(Path.Combine(_scratch.DataDirectory, "store.db")));
    }

    [Theory]
    [InlineData("Pipeline:Queue:MaxReceiveCount", "0", nameof(QueueOptions.MaxReceiveCount))]
    [InlineData("Pipeline:Queue:VisibilityTimeout", "00:00:00", nameof(QueueOptions.VisibilityTimeout))]
    [InlineData("Pipeline:Queue:VisibilityTimeout", "13:00:00", nameof(QueueOptions.VisibilityTimeout))]
    [InlineData("Pipeline:DataDirectory", "", nameof(DataDirectoryOptions.DataDirectory))]
    public void AddSqliteStorage_BadSetting_FailsAtStartAndNamesIt(string key, string value, string name)
    {
        using var provider = Build((key, value));

        var failure = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddSqliteStorage_OwnTimeProvider_IsKept()
    {
        var time = new FakeTimeProvider();
        using var provider = new ServiceCollection()
            .AddSingleton<TimeProvider>(time).AddSqliteStorage(Settings()).BuildServiceProvider();

        Assert.Same(time, provider.GetRequiredService<TimeProvider>());
    }

    [Fact]
    public async Task AddSqliteStorage_ContainerDisposed_ClosesTheFilesForTheNextOne()
    {
        using (var provider = Build())
        {
            await provider.GetRequiredService<IEventQueue>().SendAsync("kept", TestContext.Current.CancellationToken);
        }

        using var next = Build();
        var messages = await next.GetRequiredService<IEventQueue>()
            .ReceiveAsync(1, TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal("kept", Assert.Single(messages).Body);
    }

    private ServiceProvider Build(params (string Key, string Value)[] settings) =>
        new ServiceCollection().AddSqliteStorage(Settings(settings)).BuildServiceProvider(validateScopes: true);

    private IConfiguration Settings(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Pipeline:DataDirectory"] = _scratch.DataDirectory };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
