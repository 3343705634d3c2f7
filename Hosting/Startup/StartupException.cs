using Pipeline.Core;

namespace Pipeline.Hosting.Startup;

/// <summary>The process can't start; every problem is listed.</summary>
public sealed class StartupException(IReadOnlyList<string> problems) : PipelineException(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems => problems;
}
