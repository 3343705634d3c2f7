using Microsoft.Extensions.Hosting;
using Pipeline.Core.Rollups;
using Pipeline.Hosting;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs;
using Pipeline.Jobs.Hosting;

return await PipelineHost.RunAsync(async () =>
{
    var builder = Host.CreateApplicationBuilder(
        new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
    await builder.AddPipelineHostAsync();
    var profile = PipelineProfile.Read(builder.Configuration).RequireManyProcesses("Jobs");
    builder.Services
        .AddQueue(profile, builder.Configuration)
        .AddStore(profile, builder.Configuration)
        .AddArchive(profile, builder.Configuration)
        .AddRollups(builder.Configuration)
        .AddJobStorage(profile, builder.Configuration)
        .AddJobs(profile, builder.Configuration);
    return builder.Build();
});
