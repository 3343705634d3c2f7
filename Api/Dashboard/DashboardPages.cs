using Hangfire;
using Hangfire.Dashboard;
using Pipeline.Api.Dashboard.FailedBatches;
using Pipeline.Api.Endpoints;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;
using Pipeline.Jobs;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Dashboard;

/// <summary>Our pages, commands and metrics in Hangfire's dashboard, which keeps them in statics: one set for the whole process.</summary>
internal static class DashboardPages
{
    private const string Pipeline = "/pipeline";

    private static readonly Lazy<bool> Added = new(Add);

    /// <summary>Adds them, unless that has been done.</summary>
    public static void Use() => _ = Added.Value;

    private static bool Add()
    {
        var routes = DashboardRoutes.Routes;
        routes.Add(Pipeline, new LoadedPage<(PipelineState State, IReadOnlyList<JobRun> Runs)>(
            PipelinePage.LoadAsync, loaded => new PipelinePage(loaded.State, loaded.Runs)));
        routes.Add(RunPaths.Runs, new LoadedPage<RunsPage.Model>(RunsPage.LoadAsync, model => new RunsPage(model)));
        routes.Add("/runs/details/(?<Id>.+)", new LoadedPage<JobRun?>(RunPage.LoadAsync, run => new RunPage(run)));
        AddCommand("retry", (services, id) => services.GetRequiredService<RunControl>()
            .RetryAsync([id], StartedBy.Operator, CancellationToken.None).GetAwaiter().GetResult().Retried > 0);
        AddCommand("retry-job", (services, job) => services.GetRequiredService<RunControl>()
            .RetryAsync(new RunFilter(job, RunState.Failed), StartedBy.Operator, CancellationToken.None).GetAwaiter().GetResult().Retried > 0);
        AddCommand("cancel", (services, id) => services.GetRequiredService<RunControl>()
            .CancelAsync(id, CancellationToken.None).GetAwaiter().GetResult() == CancelOutcome.Canceled);
        AddCommand("pause", (services, job) => services.GetRequiredService<JobSchedules>()
            .PauseAsync(job, CancellationToken.None).GetAwaiter().GetResult());
        AddCommand("resume", (services, job) => services.GetRequiredService<JobSchedules>()
            .ResumeAsync(job, CancellationToken.None).GetAwaiter().GetResult());

        FailedBatchPages.AddTo(routes);
        routes.AddCommand("/alarms/acknowledge/(?<Id>.+)", Acknowledge);
        NavigationMenu.Items.Insert(0, page => Item(page, "Failed batches", FailedBatchPages.List));
        NavigationMenu.Items.Insert(0, page => Item(page, "Pipeline", Pipeline));
        NavigationMenu.Items.Add(page => Item(page, "Runs", RunPaths.Runs));
        DashboardRoutes.AddStylesheet(typeof(DashboardPages).Assembly, "dashboard.css");
        GlobalConfiguration.Configuration
            .UseJobDetailsRenderer(10, JobDetailsBlock.Render)
            .UseDashboardMetrics(PipelineMetricTiles.FailedBatches, PipelineMetricTiles.QueueAge, PipelineMetricTiles.LedgerGap);
        return true;

        // Hangfire's commands are synchronous. They take POSTs with a token from operators only.
        void AddCommand(string name, Func<IServiceProvider, string, bool> run) => routes.AddCommand($"/runs/{name}/(?<Id>.+)", context =>
            run(context.GetHttpContext().RequestServices, Uri.UnescapeDataString(context.UriMatch.Groups["Id"].Value)));
    }

    private static bool Acknowledge(DashboardContext context)
    {
        var http = context.GetHttpContext();
        return http.RequestServices.GetRequiredService<IAlarmStore>().AcknowledgeAsync(
            Uri.UnescapeDataString(context.UriMatch.Groups["Id"].Value),
            Operator.NameOf(http),
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            CancellationToken.None).GetAwaiter().GetResult() is not null;
    }

    private static MenuItem Item(RazorPage page, string text, string path) =>
        new(text, page.Url.To(path)) { Active = page.RequestPath.StartsWith(path, StringComparison.OrdinalIgnoreCase) };
}
