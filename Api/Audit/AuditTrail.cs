using System.Globalization;
using Pipeline.Core;
using Pipeline.Core.Audit;

namespace Pipeline.Api.Audit;

/// <summary>Records what somebody did over HTTP.</summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets what the audit log does not.</param>
/// <param name="log">Null in a process without a store, where there is nothing to record.</param>
internal sealed partial class AuditTrail(TimeProvider time, ILogger<AuditTrail> logger, IAuditLog? log = null)
{
    /// <summary>
    /// Adds an entry. Does not fail when the store does: the action has happened, and who waits for its answer could not undo it.
    /// The process's own log has the entry then.
    /// </summary>
    public async Task RecordAsync(HttpContext context, string who, string what, string target, int status)
    {
        if (log is null)
        {
            return;
        }

        var started = context.Response.Headers.Location.ToString();
        var entry = AuditEntry.Create(
            time.GetUtcNow(),
            who,
            what,
            target,
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            string.Create(CultureInfo.InvariantCulture, $"{status} {started}").TrimEnd());
        try
        {
            await log.AppendAsync(entry, CancellationToken.None);
        }
        catch (PipelineException failure)
        {
            Log.NotRecorded(logger, failure, entry.Who, entry.What, entry.Result);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4401, LogLevel.Error, "Not in the audit log: {Who} did {What} with result {Result}")]
        public static partial void NotRecorded(ILogger logger, Exception failure, string who, string what, string result);
    }
}
