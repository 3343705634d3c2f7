using Pipeline.Core;

namespace Pipeline.Tools.Client;

/// <summary>The server stopped working off what it has accepted.</summary>
internal sealed class NotSettledException(ServerStatus status, TimeSpan waited) : PipelineException(
    $"Nothing moved for {waited.TotalMinutes:0} minutes: {status.Visible:N0} messages waiting, "
    + $"{status.InFlight:N0} in flight, {status.Dirty:N0} dirty buckets");
