using Pipeline.Api;
using Pipeline.Api.Hosting;
using Pipeline.Api.Security;
using Pipeline.Hosting;

return await PipelineHost.RunAsync(async () =>
{
    // The settings are beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    await builder.AddPipelineHostAsync(AccessOptions.SectionName);
    builder.AddWebServer();
    builder.Services.AddApi(ApiSetup.Read(builder.Configuration), builder.Configuration);
    return builder.Build();
}, app => app.MapApi());
