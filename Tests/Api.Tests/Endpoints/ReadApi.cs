using System.Net;
using System.Text.Json;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Hosting;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Api.Status;
using Pipeline.Core.Alarms;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Runs;
using Pipeline.Jobs;
using Pipeline.Jobs.FailedBatches;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

/// <summary>The reading endpoints over stores in memory, at noon of 2026-03-11 in Berlin.</summary>
public sealed class ReadApi : IAsyncDisposable
{
    private WebApplication? _app;

    public FakeTimeProvider Time { get; } = new(new(2026, 3, 11, 11, 0, 0, TimeSpan.Zero));

    public InMemoryRollupStore Rollups { get; } = new();

    public InMemoryRollupProgress Progress { get; } = new();

    public InMemoryDirtySlices Dirty { get; } = new();

    public InMemorySessionStore Sessions { get; } = new();

    public InMemoryUserStore Users { get; } = new();

    public InMemoryRawStore Raw { get; } = new();

    public Mock<IEventQueue> Queue { get; } = new(MockBehavior.Strict);

    public InMemoryQuarantineStore Quarantine { get; } = new();

    public InMemoryLedgerStore Ledger { get; } = new();

    public InMemoryProbeStore Probes { get; } = new();

    public InMemoryAlarmStore Alarms { get; } = new();

    public InMemoryRunHistory Runs { get; } = new();

    public Mock<IBackgroundJobClient> Hangfire { get; } = new(MockBehavior.Strict);

    /// <summary>Settings besides those of every test; read when the first request is made.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    public ReportingCalendar Calendar { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<JsonElement> GetAsync(string url, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await (await ClientAsync()).GetAsync(new Uri(url, UriKind.Relative), Token);
        return await ReadAsync(url, response, status);
    }

    public async Task<JsonElement> PostAsync(string url, HttpContent content, HttpStatusCode status)
    {
        using var response = await (await ClientAsync()).PostAsync(new Uri(url, UriKind.Relative), content, Token);
        return await ReadAsync(url, response, status);
    }

    private static async Task<JsonElement> ReadAsync(string url, HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == status, $"{url}: expected {status}, got {response.StatusCode}: {body}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    public async Task<HttpClient> ClientAsync() => (_app ??= await StartAsync()).GetTestClient();

    public async Task<T> GetServiceAsync<T>()
        where T : notnull => (_app ??= await StartAsync()).Services.GetRequiredService<T>();

    /// <summary>Asserts that a request is refused in the shape of every error.</summary>
    public async Task RefusesAsync(string url, string message, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        Json.Equal($$"""{"message":{{JsonSerializer.Serialize(message)}},"status":{{(int)status}}}""", await GetAsync(url, status));

    /// <summary>Stores events as the drain would.</summary>
    public async Task StoreAsync(params Event[] events)
    {
        foreach (var day in events.GroupBy(e => e.UtcDay))
        {
            await Raw.InsertAsync(day.Key, [.. day.Select(e => new RawEvent(e, 0))], Token);
        }

        await Sessions.TouchAsync(VisitTouch.Of(events), Token);
        await Users.GetNumbersAsync([.. events.Select(e => e.UserId)], Token);
    }

    public Task PutAsync(BucketKey key, Rollup rollup, DateTimeOffset? revisedAt = null) =>
        Rollups.PutAsync(key, rollup, version: 1, Token, revisedAt);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection([new("Pipeline:TimeZone", Calendar.Zone), .. Settings]);
        builder.Services.AddRoutingCore().AddLogging();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IRollupStore>(Rollups);
        builder.Services.AddSingleton<IRollupProgress>(Progress);
        builder.Services.AddSingleton<IDirtySlices>(Dirty);
        builder.Services.AddSingleton<ISessionStore>(Sessions);
        builder.Services.AddSingleton<IUserStore>(Users);
        builder.Services.AddSingleton<IUserIndex>(new InMemoryUserIndex(Users));
        builder.Services.AddSingleton<IRawStore>(Raw).AddSingleton<ISealedDays>(Raw.Sealed);
        builder.Services.AddSingleton<IArchiveCatalogue>(new InMemoryArchiveCatalogue()).AddSingleton<IArchivedEvents>(new InMemoryArchive());
        builder.Services.AddSingleton(Queue.Object);
        builder.Services.AddSingleton<IQuarantineStore>(Quarantine);
        builder.Services.AddSingleton<ILedgerStore>(Ledger);
        builder.Services.AddSingleton<IProbeStore>(Probes);
        builder.Services.AddSingleton<IAlarmStore>(Alarms);
        builder.Services.AddSingleton<IRunHistory>(Runs);
        builder.Services.AddSingleton(Hangfire.Object).AddSingleton<StatusReader>().AddSingleton<StatusHistory>();
        builder.Services.AddSingleton(new JobList(JobTable.All)).AddSingleton<JobStarter>().AddSingleton<RunControl>().AddSingleton<RetryStarter>();
        builder.Services.AddFrame(builder.Configuration).AddRollups(builder.Configuration).AddReads(builder.Configuration);
        var app = builder.Build();
        app.UseRouting();
        app.UseFrame().UseAccess().UseShares();
        app.MapAnalyticsEndpoints().MapUserReadEndpoints().MapOpsEndpoints();
        await app.StartAsync(Token);
        return app;
    }
}
