using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;

namespace Pipeline.Jobs.Watch.Webhook;

/// <summary>Posts news of alarms to the address of the settings. Thread-safe.</summary>
internal sealed class AlarmWebhook(IOptions<AlarmWebhookOptions> options, TimeProvider time) : IDisposable
{
    // A redirect would send the message, with its signature, to where nobody has allowed it.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = options.Value.Timeout, MaxResponseContentBufferSize = 0x10000,
    };

    /// <summary>Sends the news once. Returns null when the receiver has it.</summary>
    public async Task<WebhookFailure?> SendAsync(KeptAlarm alarm, AlarmNews news, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Create(AlarmMessage.Of(alarm, news));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : new(string.Create(CultureInfo.InvariantCulture, $"the receiver answered {(int)response.StatusCode}"), IsAnswer: true);
        }
        catch (HttpRequestException unreachable)
        {
            return new($"the receiver is not reachable ({unreachable.HttpRequestError})", IsAnswer: false);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            return new("the receiver took too long", IsAnswer: false);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Create(AlarmMessage message)
    {
        // Checked at startup.
        if (!options.Value.TryReadUrl(out var url) || !WebhookSignature.TryReadKeys(options.Value.Secret, out var keys))
        {
            throw new InvalidOperationException($"{AlarmWebhookOptions.SectionName} is not complete.");
        }

        var body = message.ToJson();
        var now = time.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(keys, message.Id, now, body));
        return request;
    }
}

/// <param name="Problem">Why the receiver does not have the news, without anything of its address.</param>
/// <param name="IsAnswer">Whether it answered: then it may take other news.</param>
internal sealed record WebhookFailure(string Problem, bool IsAnswer);
