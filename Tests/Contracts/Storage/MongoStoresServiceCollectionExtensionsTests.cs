using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Contracts.Storage;

public sealed class MongoStoresServiceCollectionExtensionsTests
{
    [Theory]
    [MemberData(nameof(StorePorts.All), MemberType = typeof(StorePorts))]
    public void AddMongoStores_Port_IsASingletonThatNeedsNoServerYet(Type port)
    {
        using var provider = Build("mongodb://127.0.0.1:1/");

        Assert.Same(provider.GetRequiredService(port), provider.GetRequiredService(port));
        Assert.IsType<MongoStorageCheck>(Assert.Single(provider.GetServices<IStartupCheck>()));
    }

    [Theory]
    [InlineData("", "pipeline", nameof(MongoOptions.ConnectionString))]
    [InlineData("http://shop:hidden@host/", "pipeline", "Pipeline:Mongo:ConnectionString")]
    [InlineData("mongodb://shop:hid:den@host/", "pipeline", "Pipeline:Mongo:ConnectionString")]
    [InlineData("mongodb://host/?w=banana&retryWrites=hidden", "pipeline", "Pipeline:Mongo:ConnectionString")]
    [InlineData("mongodb://host/", "", nameof(MongoOptions.Database))]
    [InlineData("mongodb://host/", "my.shop", "Pipeline:Mongo:Database 'my.shop'")]
    public void AddMongoStores_BadSetting_FailsAtStartAndNamesIt(string connectionString, string database, string name)
    {
        using var provider = Build(connectionString, database);

        var failure = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddMongoStores_Settings_ChooseTheDatabase()
    {
        using var provider = Build("mongodb://127.0.0.1:1/", "shop");

        Assert.Equal("shop", provider.GetRequiredService<MongoStorage>().Database.DatabaseNamespace.DatabaseName);
    }

    private static ServiceProvider Build(string connectionString, string database = "pipeline") =>
        new ServiceCollection()
            .AddMongoStores(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Pipeline:Mongo:ConnectionString"] = connectionString,
                ["Pipeline:Mongo:Database"] = database,
            }).Build())
            .BuildServiceProvider(validateScopes: true);
}
