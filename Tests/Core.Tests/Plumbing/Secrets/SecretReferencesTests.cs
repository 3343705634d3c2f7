using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Pipeline.Core.Plumbing.Secrets;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Core.Tests.Plumbing.Secrets;

public sealed class SecretReferencesTests : IDisposable
{
    private const string Key = "Api:Access:Keys:shop";

    private readonly ConfigurationManager _configuration = new();
    private readonly FakeParameterStore _store = new() { Parameters = { ["/shop"] = "first", ["/other"] = "another" } };
    private int _reloads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _configuration.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Read_SecretHasChanged_IsShownAndReloadsOnce()
    {
        var secrets = await AddAsync();

        Assert.Empty(await secrets.ReadAsync(["Api:Access"], Token));
        Assert.Equal(("first", 0), (_configuration[Key], _reloads));

        _store.Parameters["/shop"] = "second";
        Assert.Empty(await secrets.ReadAsync(["Api:Access"], Token));
        Assert.Equal(("second", 1), (_configuration[Key], _reloads));
    }

    [Fact]
    public async Task Read_OtherSections_StayAsTheyAreAndAreNotAskedFor()
    {
        _configuration["Pipeline:Mongo"] = "ssm:/other";
        var secrets = await AddAsync();
        (_store.Parameters["/other"], var before) = ("changed", _store.Requests);

        await secrets.ReadAsync(["Api:Elsewhere"], Token);
        await secrets.ReadAsync(["Api:Access"], Token);

        Assert.Equal(("another", before + 1), (_configuration["Pipeline:Mongo"], _store.Requests));
    }

    [Fact]
    public async Task Read_SomeCannotBeRead_KeepTheirSecretsWhileOthersChange()
    {
        _configuration["Api:Access:Keys:other"] = "ssm:/other";
        var secrets = await AddAsync();
        _store.Parameters.Remove("/shop");
        _store.Parameters["/other"] = "changed";

        var problem = Assert.Single(await secrets.ReadAsync(["Api:Access"], Token));

        Assert.StartsWith($"{Key} = ssm:/shop can't be resolved: it was not found", problem, StringComparison.Ordinal);
        Assert.Equal(("first", "changed"), (_configuration[Key], _configuration["Api:Access:Keys:other"]));

        _store.IsAway = true;
        Assert.Equal(2, (await secrets.ReadAsync(["Api:Access"], Token)).Count);
        Assert.Equal(("first", "changed"), (_configuration[Key], _configuration["Api:Access:Keys:other"]));
    }

    [Fact]
    public async Task Get_SettingWasChangedOrRemoved_ShowsNoSecretAnyMore()
    {
        var secrets = await AddAsync();

        _configuration[Key] = "plain";
        Assert.Equal("plain", _configuration[Key]);
        _configuration[Key] = null;
        Assert.Null(_configuration[Key]);

        _configuration[Key] = "ssm:/other";
        Assert.Equal("ssm:/other", _configuration[Key]);
        await secrets.ReadAsync(["Api:Access"], Token);
        Assert.Equal("another", _configuration[Key]);
    }

    private async Task<SecretReferences> AddAsync()
    {
        _configuration[Key] = "ssm:/shop";
        var secrets = await _configuration.AddSecretReferencesAsync(() => _store, Token);
        ChangeToken.OnChange(((IConfiguration)_configuration).GetReloadToken, () => _reloads++);
        return secrets;
    }
}
