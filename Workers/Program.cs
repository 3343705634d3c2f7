using Microsoft.Extensions.Hosting;
using Pipeline.Hosting;
using Pipeline.Hosting.Profiles;
using Pipeline.Workers;

return await PipelineHost.RunAsync(async () =>
{
    var builder = Host.CreateApplicationBuilder(
        new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    await builder.AddPipelineHostAsync();
    var profile = PipelineProfile.Read(builder.Configuration).RequireManyProcesses("Workers");
    builder.Services
        .AddQueue(profile, builder.Configuration)
        .AddStore(profile, builder.Configuration)
        .AddArchive(profile, builder.Configuration)
        .AddWorkers(builder.Configuration);
    return builder.Build();
});
