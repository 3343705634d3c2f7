using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Plumbing.Secrets;
using Pipeline.Hosting.Secrets;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Hosting.Tests.Secrets;

public sealed class SecretRefreshTests : IDisposable
{
    private const string Key = "Api:Access:Keys:shop";

    private static readonly SecretOptions Settings = new();

    private readonly ConfigurationManager _configuration = new();
    private readonly FakeParameterStore _store = new() { Parameters = { ["/shop"] = "first" } };
    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly RecordingLogger<SecretRefresh> _logger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _configuration.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Run_SecretHasChanged_IsShownAfterTheInterval()
    {
        using var refresh = await StartAsync();
        _store.Parameters["/shop"] = "second";

        _clock.Advance(Settings.Refresh * (1 - SecretRefresh.Jitter) - TimeSpan.FromSeconds(1));
        Assert.Equal("first", _configuration[Key]);
        await PassUntilAsync(() => _configuration[Key] == "second");
        await refresh.StopAsync(Token);

        Assert.Empty(_logger.Messages);
    }

    [Fact]
    public async Task Run_StoreIsAway_KeepsTheSecretAndSaysSoOncePerOutage()
    {
        using var refresh = await StartAsync();
        for (var outage = 1; outage <= 2; outage++)
        {
            (_store.IsAway, var before) = (true, _store.Requests);
            await PassUntilAsync(() => _store.Requests >= before + 3);
            Assert.Equal("first", _configuration[Key]);

            _store.IsAway = false;
            await PassUntilAsync(() => _logger.Messages.Count == 2 * outage);
        }

        await refresh.StopAsync(Token);
        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning, LogLevel.Information], _logger.Messages.Select(message => message.Level));
        Assert.DoesNotContain("first", (string)_logger.Messages[0].Values["Problems"]!, StringComparison.Ordinal);
    }

    private async Task<SecretRefresh> StartAsync()
    {
        _configuration[Key] = "ssm:/shop";
        var secrets = await _configuration.AddSecretReferencesAsync(() => _store, Token);
        var refresh = new SecretRefresh(secrets, ["Api:Access"], Options.Create(Settings), _clock, _logger);
        await refresh.StartAsync(Token);
        return refresh;
    }

    private async Task PassUntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            _clock.Advance(Settings.Refresh / 10);
            await Task.Delay(1, deadline.Token);
        }
    }
}
