using Pipeline.Api.Dashboard;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Health;
using Pipeline.Api.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Api.OpenApi;

var builder = WebApplication.CreateBuilder(args);
builder.AddLoopbackServer();
builder.Services
    .AddFrame(builder.Configuration)
    .AddIngest()
    .AddHealth()
    .AddApiDocs()
    .AddJobDashboard();

var app = builder.Build();
app.UseFrame();
app.MapHealthEndpoints();
app.MapIngestEndpoints();
app.MapApiDocs();
app.MapJobDashboard();
app.Run();
