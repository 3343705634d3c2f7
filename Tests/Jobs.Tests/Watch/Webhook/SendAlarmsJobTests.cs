using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Watch.Webhook;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Watch.Webhook;

public sealed class SendAlarmsJobTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(Builders.Noon.AddHours(1));
    private readonly InMemoryAlarmStore _alarms = new();
    private readonly RecordingLogger<SendAlarmsJob> _log = new();
    private readonly AlarmWebhookOptions _options = new() { Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
    private WebhookReceiver _receiver = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(Token);
        _options.Url = _receiver.Url;
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Run_AlarmRaisedAndCleared_IsToldOfBothOnceInTheDocumentedShape()
    {
        await OpenAsync("a1", "producer");
        Assert.Equal("1 alarms told", await RunAsync());
        Assert.Null(await RunAsync());
        await _alarms.CloseAsync(AlarmKind.Gap, "producer", Builders.Noon.AddMinutes(30), Token);
        await RunAsync();
        await RunAsync();

        Assert.Equal(["a1.alarm.raised", "a1.alarm.cleared"], _receiver.Requests.Select(request => request.Id));
        var (raised, cleared) = (_receiver.Requests[0], _receiver.Requests[1]);
        Assert.Equal(("POST", "/hook?of=shop", "application/json"), (raised.Method, raised.Address, raised.ContentType));
        var noon = $"{Builders.Noon:yyyy-MM-dd}T12";
        Assert.Equal(
            $$$"""{"type":"alarm.raised","timestamp":"{{{noon}}}:00:00Z","data":{"id":"a1","kind":"gap","subject":"producer","text":"Numbers 5 to 9 are missing.","state":"open","raisedAt":"{{{noon}}}:00:00Z","clearedAt":null}}""",
            raised.Body);
        Assert.Equal(
            $$$"""{"type":"alarm.cleared","timestamp":"{{{noon}}}:30:00Z","data":{"id":"a1","kind":"gap","subject":"producer","text":"Numbers 5 to 9 are missing.","state":"cleared","raisedAt":"{{{noon}}}:00:00Z","clearedAt":"{{{noon}}}:30:00Z"}}""",
            cleared.Body);
        Assert.All(_receiver.Requests, request =>
        {
            Assert.Equal($"{_clock.GetUtcNow().ToUnixTimeSeconds()}", request.Timestamp);
            WebhookSignature.TryReadKeys(_options.Secret, out var keys);
            Assert.Equal(WebhookSignature.Sign(keys!, request.Id, _clock.GetUtcNow(), request.Body), request.Signature);
        });
    }

    [Fact]
    public async Task Run_AlarmOverBeforeItWasTold_IsToldOfBothInOrder()
    {
        await OpenAsync("a1", "producer");
        await _alarms.CloseAsync(AlarmKind.Gap, "producer", Builders.Noon.AddMinutes(30), Token);

        await RunAsync();

        Assert.Equal(["a1.alarm.raised", "a1.alarm.cleared"], _receiver.Requests.Select(request => request.Id));
        Assert.Contains("\"state\":\"open\"", _receiver.Requests[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(404)]
    [InlineData(307)]
    public async Task Run_ReceiverRefuses_SaysSoAndTriesAgainUnderTheSameId(int status)
    {
        await OpenAsync("a1", "producer");
        _receiver.Answer = _ => status;
        Assert.Null(await RunAsync());

        Assert.Equal($"the receiver answered {status}", Assert.Single(_log.Messages).Values["Problem"]);
        _receiver.Answer = _ => 200;
        await RunAsync();
        await RunAsync();

        Assert.Equal(["a1.alarm.raised", "a1.alarm.raised"], _receiver.Requests.Select(request => request.Id));
    }

    [Fact]
    public async Task Run_ReceiverRefusesManyAlarms_TellsTheOthers()
    {
        string[] refused = ["a1", "a2", "a3", "a4"];
        foreach (var id in refused.Append("a5"))
        {
            await OpenAsync(id, $"producer of {id}");
        }

        _receiver.Answer = request => request.Id.StartsWith("a5", StringComparison.Ordinal) ? 200 : 400;

        Assert.Equal("1 alarms told", await RunAsync());

        Assert.Equal(refused, (await _alarms.GetUntoldAsync(Builders.Noon, 9, Token)).Select(alarm => alarm.Id));
    }

    [Fact]
    public async Task Run_ReceiverAway_IsNotAskedForEveryAlarmAndItsAddressIsNotLogged()
    {
        for (var i = 0; i < 10; i++)
        {
            await OpenAsync($"a{i}", $"p{i}");
        }

        await _receiver.DisposeAsync();
        await RunAsync();

        Assert.Equal(3, _log.Messages.Count);
        Assert.All(_log.Messages, message => Assert.Equal("the receiver is not reachable (ConnectionError)", message.Values["Problem"]));
        Assert.Equal(10, (await _alarms.GetUntoldAsync(Builders.Noon, 99, Token)).Count);
    }

    [Fact]
    public async Task Run_AlarmsOverForLong_AreNotTold()
    {
        await OpenAsync("old", "p1");
        await OpenAsync("open", "p2");
        await _alarms.CloseAsync(AlarmKind.Gap, "p1", Builders.Noon, Token);
        _clock.Advance(TimeSpan.FromDays(1));

        await RunAsync();

        Assert.Equal(["open.alarm.raised"], _receiver.Requests.Select(request => request.Id));
    }

    [Fact]
    public async Task Run_WithoutAnAddress_SendsNothing()
    {
        await OpenAsync("a1", "producer");
        _options.Url = "";

        Assert.Null(await RunAsync());

        Assert.Empty(_receiver.Requests);
    }

    private Task OpenAsync(string id, string subject) => _alarms.OpenAsync(
        new KeptAlarm(id, new Alarm(AlarmKind.Gap, subject, "Numbers 5 to 9 are missing.", Builders.Noon)), Token);

    private async Task<string?> RunAsync()
    {
        using var webhook = new AlarmWebhook(Options.Create(_options), _clock);
        return await new SendAlarmsJob(_alarms, webhook, Options.Create(_options), _clock, _log)
            .RunAsync(new NoArguments(), new JobProgress(_clock, (_, _) => Task.CompletedTask), Token);
    }
}
