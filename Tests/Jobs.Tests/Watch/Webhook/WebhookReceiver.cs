using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipeline.Jobs.Tests.Watch.Webhook;

/// <summary>A server that keeps what it is sent, and answers what it is told to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;

    private WebhookReceiver(WebApplication server) => _server = server;

    public List<Received> Requests { get; } = [];

    /// <summary>Decides the status of the answer to a request.</summary>
    public Func<Received, int> Answer { get; set; } = _ => StatusCodes.Status204NoContent;

    public string Url => _server.Urls.Single() + "/hook?of=shop";

    public static async Task<WebhookReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var receiver = new WebhookReceiver(server);
        server.Run(receiver.ReceiveAsync);
        await server.StartAsync(cancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new Received(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.ContentType ?? "",
            context.Request.Headers["webhook-id"].ToString(),
            context.Request.Headers["webhook-timestamp"].ToString(),
            context.Request.Headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync(context.RequestAborted));
        Requests.Add(request);
        context.Response.StatusCode = Answer(request);
        context.Response.Headers.Location = "/elsewhere";
    }

    internal sealed record Received(
        string Method, string Address, string ContentType, string Id, string Timestamp, string Signature, string Body);
}
