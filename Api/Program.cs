using Pipeline.Api.Dashboard;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Health;
using Pipeline.Api.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Api.OpenApi;
using Pipeline.Core.Rollups;
using Pipeline.Core.Storage;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs;
using Pipeline.Jobs.Hosting;
using Pipeline.Workers;

// The settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddLoopbackServer();
builder.Services
    .AddFrame(builder.Configuration)
    .AddEmbeddedStorage(builder.Configuration)
    .AddRollups(builder.Configuration)
    .AddWorkers(builder.Configuration)
    .AddJobStorage(PipelineProfile.Embedded, builder.Configuration)
    .AddJobs(PipelineProfile.Embedded, builder.Configuration)
    .AddIngest()
    .AddReads()
    .AddHealth()
    .AddApiDocs()
    .AddJobDashboard();

var app = builder.Build();
app.UseFrame();
app.MapHealthEndpoints();
app.MapIngestEndpoints();
app.MapAnalyticsEndpoints();
app.MapUserReadEndpoints();
app.MapOpsEndpoints();
app.MapApiDocs();
app.MapJobDashboard();
app.Run();
