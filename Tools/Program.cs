using System.CommandLine;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Demo;
using Pipeline.Tools.Replay;

var root = new RootCommand("Tools around the pipeline: they use its public HTTP interface like any other client.")
{
    BenchCommand.Create(),
    DemoCommand.Create(),
    ReplayCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
