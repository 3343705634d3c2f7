using Pipeline.Api;
using Pipeline.Api.Hosting;
using Pipeline.Hosting;

return await PipelineHost.RunAsync(async () =>
{
    // The settings are beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    await builder.AddPipelineHostAsync();
    builder.AddWebServer();
    builder.Services.AddApi(ApiSetup.Read(builder.Configuration), builder.Configuration);
    return builder.Build();
}, app => app.MapApi());
