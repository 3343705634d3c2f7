using System.CommandLine;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Credentials;
using Pipeline.Tools.Demo;
using Pipeline.Tools.Replay;

var root = new RootCommand("Tools around the pipeline: they use its public HTTP interface like any other client.")
{
    AccountCommand.Create(),
    BenchCommand.Create(),
    DemoCommand.Create(),
    KeyCommand.Create(),
    ReplayCommand.Create(),
};
// A benchmark that is stopped has to end its servers and remove their data first.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
