using Pipeline.EndToEnd.Support;

namespace Pipeline.EndToEnd.Aws.Support;

/// <summary>All processes of a deployment.</summary>
internal sealed record RunningDeployment(
    TestServer Ingest, TestServer Reads, ServiceProcess FirstWorker, ServiceProcess SecondWorker, ServiceProcess Jobs);
