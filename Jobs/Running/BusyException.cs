using Pipeline.Core;

namespace Pipeline.Jobs.Running;

/// <summary>Another run is at work on what this one has to have for itself. The run is tried again after the delays of its job.</summary>
internal sealed class BusyException(string message) : PipelineException(message);
